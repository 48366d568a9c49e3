import { closeKind } from '$lib/protocol/close-codes.ts';
import { parseServerEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { createLiveness } from './liveness.ts';
import { createReader } from './reader.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface WebSocketClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** The browser's own unless a test puts another one here. */
	WebSocket?: typeof window.WebSocket;
	/** The address of the page: its host and protocol are the server's. */
	pageUrl?: string;
}

const livenessCheckMs = 5_000;
const answerMs = 10_000;

/** One room over one WebSocket, with reconnection, resuming and outbox. Browser only. */
export function createWebSocketClient({
	room,
	WebSocket = window.WebSocket,
	pageUrl = location.href,
	...options
}: WebSocketClientOptions): RoomClient {
	const reader = createReader(room, (event) => report(event));
	const liveness = createLiveness({ answerMs });
	let socket: WebSocket | undefined;

	// #region connect
	function open() {
		// 今見ているページと同じホストへつなぐ。https なら wss、http なら ws。
		const url = new URL('/ws', pageUrl);
		url.protocol = url.protocol.replace('http', 'ws');
		url.searchParams.set('room', room);
		// つなぎ直しなら、最後に受け取ったものの続きから。
		if (reader.cursor) url.searchParams.set('after', reader.cursor);

		const current = new WebSocket(url, 'wirelab.v1');
		socket = current;
		let retryAfterMs = 0;

		current.onmessage = ({ data }) => {
			if (socket !== current) return; // 手放した接続からは、もう何も受け取らない。
			const event = parseServerEvent(String(data));
			if (event?.type === 'welcome') lifecycle.opened();
			if (event?.type === 'closing') retryAfterMs = event.retryAfterMs ?? 0;
			receive(event);
		};

		// error イベントは理由を教えてくれない。理由は close イベントの code にある。
		current.onclose = ({ code }) => {
			if (socket !== current) return;
			if (closeKind(code).reconnect) lifecycle.lost(retryAfterMs);
			else refused(code);
		};
	}

	function drop() {
		const last = socket;
		socket = undefined; // 先に手放す。遅れて届く close イベントで、つなぎ直さないように。
		last?.close();
		sender.lost(); // 返事のなかったものは、つながり次第もう一度送る。
	}
	// #endregion connect

	function receive(event: ServerEvent | null) {
		liveness.heard(Date.now());
		reader.receive(event);
		if (event?.type === 'welcome') sender.pump();
		if (event?.type === 'ack' && event.clientId) sender.acknowledged(event.clientId);
		if (event?.type === 'error' && event.clientId) sender.refused(event.clientId, event);
	}

	const say = (event: object) => socket?.send(JSON.stringify(event));

	function probe() {
		say({ type: 'ping' });
		liveness.asked(Date.now());
	}

	const watch = setInterval(() => {
		if (lifecycle.state.name !== 'open') return;
		const verdict = liveness.verdict(Date.now());
		if (verdict === 'ask') probe();
		if (verdict === 'dead') lifecycle.lost();
	}, livenessCheckMs);

	const { client, lifecycle, sender, report, refused, send } = createCore<RoomClientEvent>(
		options,
		{
			link: { open, drop, probe },
			ready: (): boolean => lifecycle.state.name === 'open',
			transmit: ({ text, clientId }) => say({ type: 'message', text, clientId }),
			answerMs,
			dispose: () => clearInterval(watch)
		}
	);

	return Object.assign(client, { send: (text: string) => send(room, text) });
}
