import { createBackoff } from '$lib/client/backoff.ts';
import { createLongPollingClient } from '$lib/client/long-polling.ts';
import type { Client } from '$lib/client/room-client.ts';
import { createSocketIoClient, type SocketIoEvent } from '$lib/client/socket-io.ts';
import type { RoomClientEvent } from '$lib/client/room-client.ts';
import { createSseClient } from '$lib/client/sse.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { Line } from './line.ts';
import type { LabTransport } from './naive.ts';
import { loadRoomSocket } from './socket-io-line.ts';

interface Robust {
	room: string;
	line: Line;
	onEvent: (event: RoomClientEvent | SocketIoEvent) => void;
}

// #region robust
/** 実験を短くするため、再接続までの時間と、無通信の確認の間隔を短くする。ほかは既定値のまま */
const liveness = { quietMs: 1_500, answerMs: 1_500, checkMs: 500 };
const quickBackoff = () => createBackoff({ baseMs: 800, capMs: 800 });

/** このサイトのクライアント。続きから受信し、重複を除き、欠落を通知する */
export const createRobust: Record<LabTransport, (options: Robust) => Client> = {
	sse({ room, line: { EventSource, fetch, page }, onEvent }) {
		return createSseClient({ room, onEvent, backoff: quickBackoff(), EventSource, fetch, page });
	},
	'long-polling'({ room, line: { fetch, page }, onEvent }) {
		return createLongPollingClient({ room, onEvent, backoff: quickBackoff(), fetch, page });
	},
	websocket({ room, line: { WebSocket, page }, onEvent }) {
		const backoff = quickBackoff();
		return createWebSocketClient({ room, onEvent, backoff, WebSocket, page, liveness });
	},
	'socket-io'({ room, line, onEvent }) {
		const load = () => loadRoomSocket(line);
		const { page } = line;
		const client = createSocketIoClient({ onEvent, backoff: quickBackoff(), load, page });
		client.join(room);
		return client;
	}
};
// #endregion robust
