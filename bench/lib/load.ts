import { answer } from './child.ts';
import { Clients } from './clients.ts';
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
}

let clients: Clients | undefined;

const api: LoadApi = {
	connect: async (crowd) => {
		clients = await Clients.connect(crowd);
	},
	run: (load) => {
		if (clients === undefined) throw new Error('nobody is connected');
		return clients.run(load);
	}
};
answer(api);
