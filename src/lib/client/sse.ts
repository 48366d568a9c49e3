import { closeKind } from '$lib/protocol/close-codes.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { whyRefused } from './http-refusal.ts';
import { createHttpRoom } from './http-room.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface SseClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** The browser's own unless a test puts others here. */
	EventSource?: typeof window.EventSource;
	fetch?: typeof window.fetch;
}

const events = ['welcome', 'gap', 'message', 'presence'] as const;

/**
 * One room over server-sent events, with reconnection, resuming and outbox. Browser only.
 *
 * An EventSource comes back by itself, but tells nobody when, cannot be asked to come back now, and gives
 * up for ever on any other status than 200. So each one lives for one connection here: on an error it is
 * closed, and the lifecycle that all clients share opens the next one after the last id. The server's
 * heartbeats are comments, which a page cannot see; a line that is dead without saying so is noticed when
 * the page is shown again or the network changes, by asking the server.
 */
export function createSseClient({
	room,
	EventSource = window.EventSource,
	fetch = window.fetch.bind(window),
	...options
}: SseClientOptions): RoomClient {
	const shared = createHttpRoom({ room, fetch, core: () => ({ lifecycle, sender, report }) });
	const { reader } = shared;
	let source: EventSource | undefined;

	// #region connect
	function open() {
		const { cursor } = reader;
		const after = cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`;
		const url = `/api/rooms/${room}/events${after}`;
		const current = new EventSource(url);
		source = current;
		let closing: ReturnType<typeof parseNamedEvent> = null;

		for (const type of events) {
			current.addEventListener(type, ({ data }) => {
				if (source !== current) return; // 手放した接続からは、もう何も受け取らない
				const event = parseNamedEvent(type, data);
				if (event?.type === 'welcome') lifecycle.opened();
				reader.receive(event);
				if (event?.type === 'welcome') sender.pump();
			});
		}
		current.addEventListener('closing', ({ data }) => (closing = parseNamedEvent('closing', data)));

		// ブラウザーの再接続には任せず、待ち時間を画面に出せる方法でつなぎ直す
		current.onerror = () => {
			if (source !== current) return;
			if (closing?.type !== 'closing') void explain(current, url);
			else if (closeKind(closing.code).reconnect) lifecycle.lost(closing.retryAfterMs);
			else lifecycle.refused(closing.code);
		};
	}

	/** 断られた理由は、EventSource からは見えない。同じアドレスに一度だけ尋ねる */
	async function explain(current: EventSource, url: string) {
		current.close();
		const refusal = lifecycle.state.name === 'open' ? undefined : await whyRefused(url, fetch);
		if (source !== current) return;
		if (refusal?.isFinal) lifecycle.refused(refusal.code);
		else lifecycle.lost(refusal?.retryAfterMs);
	}

	function drop() {
		const last = source;
		source = undefined;
		last?.close();
		shared.lost();
	}
	// #endregion connect

	async function probe() {
		const asked = source;
		const isThere = await shared.isThere();
		if (!isThere && source === asked) lifecycle.lost();
	}

	const { client, lifecycle, sender, report, send } = createCore<RoomClientEvent>(options, {
		link: { open, drop, probe: () => void probe() },
		ready: (): boolean => lifecycle.state.name === 'open',
		transmit: (entry) => void shared.transmit(entry)
	});

	return Object.assign(client, { send: (text: string) => send(room, text) });
}
