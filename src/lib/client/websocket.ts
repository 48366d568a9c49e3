import { closeKind } from '$lib/protocol/close-codes.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseServerEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import { answerMs } from './answer-ms.ts';
import { createCore, type ClientOptions } from './core.ts';
import { createReader } from './reader.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';
import type { Sender } from './sender.ts';
import { watchLiveness, type LivenessIntervals } from './watch-liveness.ts';

export interface WebSocketClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** 省略すると、ブラウザーのもの */
	WebSocket?: typeof window.WebSocket;
	/** ページの URL。同じホストに、対応するスキームで接続する */
	pageUrl?: string;
	/** 無通信の確認の間隔。省略すると、30秒の無通信で確認し、10秒で切断とみなす */
	liveness?: LivenessIntervals;
}

// #region url
/** 接続先は、表示中のページと同じホスト。https なら wss、http なら ws */
function roomUrl(
	pageUrl: string,
	query: { room: string; guest: string; after?: string | undefined }
) {
	const url = new URL('/ws', pageUrl);
	url.protocol = url.protocol.replace('http', 'ws');
	for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
	return url;
}
// #endregion url

/** WebSocket 1本で1つのルームに接続する。再接続、再開、未送信メッセージの保存も行う */
export function createWebSocketClient({
	room,
	WebSocket = window.WebSocket,
	pageUrl = location.href,
	liveness: intervals = {},
	...options
}: WebSocketClientOptions): RoomClient {
	const guest = randomId(24);
	const reader = createReader(room, (event) => report(event));
	const write = (event: object) => socket?.send(JSON.stringify(event));
	const liveness = watchLiveness({
		...intervals,
		ask: () => write({ type: 'ping' }),
		onDead: () => lifecycle.lost()
	});
	let socket: WebSocket | undefined;

	// #region connect
	function open() {
		// guest は再接続しても同じ値で、ゲストの名前が変わらない。after は再開する位置で、最初の接続にはない
		const url = roomUrl(pageUrl, { room, guest, after: reader.cursor });
		const current = new WebSocket(url, 'wirelab.v1');
		socket = current;
		let retryAfterMs = 0;

		current.onmessage = ({ data }) => {
			if (socket !== current) return; // 破棄した接続からは何も受け取らない
			const event = parseServerEvent(String(data));
			if (event?.type === 'welcome') lifecycle.opened();
			if (event?.type === 'closing') retryAfterMs = event.retryAfterMs ?? 0;
			receive(event, { liveness, reader, sender });
		};

		// error イベントでは理由が分からない。理由は close イベントの code で判断する
		current.onclose = ({ code }) => {
			if (socket !== current) return;
			if (closeKind(code).reconnect) lifecycle.lost(retryAfterMs);
			else refused(code);
		};
	}

	function drop() {
		const last = socket;
		socket = undefined; // 先に破棄する。遅れて届いた close イベントで再接続しないため
		last?.close();
		liveness.stop();
		sender.lost(); // 応答のなかったメッセージは、再接続後に再送する
	}
	// #endregion connect

	const { client, lifecycle, sender, report, refused, send } = createCore<RoomClientEvent>(
		options,
		{
			link: { open, drop, probe: liveness.probe },
			ready: (): boolean => lifecycle.state.name === 'open',
			transmit: ({ text, clientId }) => write({ type: 'message', text, clientId }),
			answerMs
		}
	);

	return Object.assign(client, { send: (text: string) => send(room, text) });
}

interface Receivers {
	liveness: ReturnType<typeof watchLiveness>;
	reader: ReturnType<typeof createReader>;
	sender: Sender;
}

/** Passes an event of the server to those that need it; null stands for anything that is not a valid event. */
function receive(event: ServerEvent | null, { liveness, reader, sender }: Receivers) {
	if (event?.type === 'welcome') liveness.start();
	else liveness.heard();
	reader.receive(event);
	if (event?.type === 'welcome') sender.pump();
	if (event?.type === 'ack' && event.clientId) sender.acknowledged(event.clientId);
	if (event?.type === 'error' && event.clientId) sender.refused(event.clientId, event);
}
