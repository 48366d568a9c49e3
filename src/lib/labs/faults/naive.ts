import type { TransportName } from '$lib/protocol/transport.ts';
import type { Line } from './line.ts';
import { createNaiveLongPolling } from './naive-long-polling.ts';
import { createNaiveSocketIo } from './naive-socket-io.ts';
import { createNaiveSse } from './naive-sse.ts';
import { createNaiveWebSocket } from './naive-websocket.ts';

export type LabTransport = Exclude<TransportName, 'query-live'>;

export interface Naive {
	room: string;
	line: Line;
	/** The delay before a reconnection, always the same. */
	retryMs: number;
	on: {
		open: () => void;
		lost: () => void;
		/** Called with a value that has not been validated. */
		message: (value: unknown) => void;
		/** Called with the acknowledgement of joining a room, with Socket.IO only. */
		answer: (value: unknown) => void;
	};
}

export interface Reader {
	start(): void;
	stop(): void;
}

/** Simple clients as many tutorials show them. */
export const createNaive: Record<LabTransport, (options: Naive) => Reader> = {
	sse: createNaiveSse,
	'long-polling': createNaiveLongPolling,
	websocket: createNaiveWebSocket,
	'socket-io': createNaiveSocketIo
};
