import type { ConnectionState } from '$lib/client/state.ts';
import type { TransportName } from '$lib/protocol/transport.ts';
import type { Line } from './line.ts';
import { createNaiveLongPolling } from './naive-long-polling.ts';
import { createNaiveQueryLive } from './naive-query-live.svelte.ts';
import { createNaiveSocketIo } from './naive-socket-io.ts';
import { createNaiveSse } from './naive-sse.ts';
import { createNaiveWebSocket } from './naive-websocket.ts';

export type LabTransport = TransportName;

export interface Naive {
	room: string;
	line: Line;
	/** The delay before a reconnection, always the same. */
	retryMs: number;
	on: {
		open: () => void;
		lost: () => void;
		/** Called with `query.live` only, in place of the two above: SvelteKit connects and reconnects. */
		state: (state: ConnectionState) => void;
		/** Called with a value that has not been validated. */
		message: (value: unknown) => void;
		/** Called with the acknowledgement of joining a room, with Socket.IO only. */
		answer: (value: unknown) => void;
	};
}

export interface Reader {
	start(): void;
	stop(): void;
	/** Called after `stop`. */
	dispose?(): void;
}

/** Simple clients as many tutorials show them. */
export const createNaive: Record<LabTransport, (options: Naive) => Reader> = {
	sse: createNaiveSse,
	'long-polling': createNaiveLongPolling,
	websocket: createNaiveWebSocket,
	'socket-io': createNaiveSocketIo,
	'query-live': createNaiveQueryLive
};
