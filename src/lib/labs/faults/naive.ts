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
	/** 再接続までの時間。一定にする */
	retryMs: number;
	on: {
		open: () => void;
		lost: () => void;
		/** メッセージかもしれない値 */
		message: (value: unknown) => void;
		/** Socket.IOの入室の応答 */
		answer: (value: unknown) => void;
	};
}

export interface Reader {
	start(): void;
	stop(): void;
}

/** チュートリアルでよく見る、簡単なクライアント */
export const createNaive: Record<LabTransport, (options: Naive) => Reader> = {
	sse: createNaiveSse,
	'long-polling': createNaiveLongPolling,
	websocket: createNaiveWebSocket,
	'socket-io': createNaiveSocketIo
};
