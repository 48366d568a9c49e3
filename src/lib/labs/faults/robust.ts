import { createLongPollingClient } from '$lib/client/long-polling.ts';
import { createSocketIoClient } from '$lib/client/socket-io.ts';
import { createSseClient } from '$lib/client/sse.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { LabTransport, Reader } from './naive.ts';
import { liveness, quickBackoff, type Robust } from './quick.ts';
import { createRobustQueryLive } from './robust-query-live.svelte.ts';
import { loadRoomSocket } from './socket-io-line.ts';

// #region robust
/** 続きから受信し、重複を除き、欠落を通知するクライアント。query.live のほかは、このサイトのデモと同じもの */
export const createRobust: Record<LabTransport, (options: Robust) => Reader> = {
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
	},
	'query-live': createRobustQueryLive
};
// #endregion robust
