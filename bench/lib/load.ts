import { answer } from './child.ts';
import { Clients } from './clients.ts';
import { postFor, type Posting } from './posts.ts';
import { Crowd as Returning, type Gathering, type Storm } from './storm.ts';
import { Visits, type Visit } from './visits.ts';
import type { WireName } from './wires.ts';

/** Who shall read where. */
export interface Crowd {
	/** The servers of one cluster; readers are spread over all, publishers are at the first. */
	ports: number[];
	wire: WireName;
	readers: number;
}

/** How to publish. It ends when every reader has got everything. */
export interface Load {
	/** As many messages are under way at once. */
	window: number;
	ms: number;
	/** Messages a second; without it as fast as readers get them. */
	rate?: number;
}

/** What came of it. Every reader got every message, once and in order. */
export interface Delivered {
	messages: number;
	deliveries: number;
	seconds: number;
	/** From publishing to each delivery, in ms. */
	p50: number;
	p99: number;
}

/** What is asked of the process that makes the load. */
export interface LoadApi extends Record<string, (input: never) => unknown> {
	connect: (crowd: Crowd) => Promise<void>;
	run: (load: Load) => Promise<Delivered>;
	/** Opens connections that only come. */
	visit: (visit: Visit) => Promise<void>;
	/** Ends all of those, or the last. */
	leave: (which?: { last: number }) => void;
	/** Publishes over HTTP; how many messages were stored. */
	post: (posting: Posting) => Promise<number>;
	/** Brings a crowd together that comes back after the server was restarted. */
	gather: (gathering: Gathering) => Promise<void>;
	comeBack: () => Promise<Storm>;
}

let clients: Clients | undefined;
let crowd: Returning | undefined;
const visits = new Visits();

const api: LoadApi = {
	connect: async (crowd) => {
		clients = await Clients.connect(crowd);
	},
	run: (load) => {
		if (clients === undefined) throw new Error('nobody is connected');
		return clients.run(load);
	},
	visit: (visit) => visits.open(visit),
	leave: (which) => visits.leave(which),
	post: postFor,
	gather: async (gathering) => {
		crowd = await Returning.gather(gathering);
	},
	comeBack: () => {
		if (crowd === undefined) throw new Error('nobody has been gathered');
		return crowd.comeBack();
	}
};
answer(api);
