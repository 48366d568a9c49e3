import { serve } from './child.ts';
import { Clients } from './clients.ts';
import { postFor, type Posting } from './posts.ts';
import { StormClients, type StormGroup, type StormResult } from './storm.ts';
import { IdleConnections, type IdleGroup } from './idle.ts';
import type { WireName } from './wires.ts';

/** Which readers connect to which servers. */
export interface ReaderGroup {
	/** The servers of one cluster. Readers are distributed over all; publishers use the first. */
	ports: number[];
	wire: WireName;
	readers: number;
}

/**
 * How to publish for `ms`: `window` messages are always in flight, or `rate` messages are published per
 * second. A run ends when every reader has received every message.
 */
export type Load = { ms: number } & ({ window: number } | { rate: number });

/** The result of a run. Every reader received every message once and in order. */
export interface Delivered {
	messages: number;
	deliveries: number;
	seconds: number;
	/** The latency of a delivery, from publishing to reading, in ms. */
	p50: number;
	p99: number;
}

/** Functions of the process that generates the load. */
export interface LoadApi extends Record<string, (input: never) => unknown> {
	connect: (group: ReaderGroup) => Promise<void>;
	run: (load: Load) => Promise<Delivered>;
	/** Opens connections that send nothing but keep-alives. */
	openIdle: (group: IdleGroup) => Promise<void>;
	/** Closes the newest `last` connections of `openIdle`; by default all. */
	closeIdle: (which?: { last: number }) => void;
	/** Publishes over HTTP. Returns how many messages were stored. */
	post: (posting: Posting) => Promise<number>;
	/** Connects the clients of a restart storm. */
	connectStorm: (group: StormGroup) => Promise<void>;
	/** Reconnects the clients of the storm, all at once, to the restarted server. */
	reconnectStorm: () => Promise<StormResult>;
}

let clients: Clients | undefined;
let storm: StormClients | undefined;
const idle = new IdleConnections();

const api: LoadApi = {
	connect: async (group) => {
		clients = await Clients.connect(group);
	},
	run: (load) => {
		if (clients === undefined) throw new Error('connect first');
		return clients.run(load);
	},
	openIdle: (group) => idle.open(group),
	closeIdle: (which) => idle.close(which),
	post: postFor,
	connectStorm: async (group) => {
		storm = await StormClients.connect(group);
	},
	reconnectStorm: () => {
		if (storm === undefined) throw new Error('connectStorm first');
		return storm.reconnect();
	}
};
serve(api);
