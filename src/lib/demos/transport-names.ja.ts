import type { TransportName } from '../protocol/transport.ts';

/** The names of the transports, in the order in which readers choose from them. */
export const transportNames: Record<TransportName, string> = {
	sse: 'SSE',
	'long-polling': 'ロングポーリング',
	websocket: 'WebSocket',
	'socket-io': 'Socket.IO',
	'query-live': 'query.live'
};
