import { closeKind } from '$lib/protocol/close-codes.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { findRefusal } from './http-refusal.ts';
import { createHttpRoom } from './http-room.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface SseClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** The browser's own, unless a test, demonstration or laboratory passes another. */
	EventSource?: typeof window.EventSource;
	fetch?: typeof window.fetch;
}

const events = ['welcome', 'gap', 'message', 'presence'] as const;

/**
 * Creates a client of one room over server-sent events, with reconnection, resuming and outbox. Browser only.
 *
 * An EventSource reconnects by itself, but does not say when, cannot reconnect on demand, and gives up on any
 * status other than 200. So each EventSource serves one connection: it is closed on an error, and the shared
 * lifecycle opens the next one with the last id. The server's heartbeats are comments, which a page does
 * not receive; a dead connection is detected by a request to the server when the page is shown or hidden, or the
 * browser goes offline.
 */
export function createSseClient({
	room,
	EventSource = window.EventSource,
	fetch = window.fetch.bind(window),
	...options
}: SseClientOptions): RoomClient {
	const http = createHttpRoom({ room, fetch, core: () => ({ lifecycle, sender, report }) });
	const { reader } = http;
	const guest = randomId(24);
	let source: EventSource | undefined;

	function open() {
		const { cursor } = reader;
		const after = cursor === undefined ? '' : `&after=${encodeURIComponent(cursor)}`;
		const url = `/api/rooms/${room}/events?guest=${guest}${after}`;
		const current = new EventSource(url);
		source = current;
		let closing: ReturnType<typeof parseNamedEvent> = null;

		for (const type of events) {
			current.addEventListener(type, ({ data }) => {
				if (source !== current) return; // this source has been replaced
				const event = parseNamedEvent(type, data);
				if (event?.type === 'welcome') lifecycle.opened();
				reader.receive(event);
				if (event?.type === 'welcome') sender.pump();
			});
		}
		current.addEventListener('closing', ({ data }) => (closing = parseNamedEvent('closing', data)));

		// The browser's own reconnection would hide its delay from the page.
		current.onerror = () => {
			if (source !== current) return;
			if (closing?.type !== 'closing') void handleError(current, url);
			else if (closeKind(closing.code).reconnect) lifecycle.lost(closing.retryAfterMs);
			else lifecycle.refused(closing.code);
		};
	}

	/** After a failed attempt, requests the same address once more to learn the reason, which EventSource does not say. */
	async function handleError(current: EventSource, url: string) {
		current.close();
		const refusal = lifecycle.state.name === 'open' ? undefined : await findRefusal(url, fetch);
		if (source !== current) return;
		if (refusal?.isFinal) lifecycle.refused(refusal.code);
		else lifecycle.lost(refusal?.retryAfterMs);
	}

	function drop() {
		const last = source;
		source = undefined;
		last?.close();
		http.lost();
	}

	const { client, lifecycle, sender, report, send } = createCore<RoomClientEvent>(options, {
		link: { open, drop, probe: () => void http.probe(() => source) },
		ready: (): boolean => lifecycle.state.name === 'open',
		transmit: (entry) => void http.transmit(entry)
	});

	return Object.assign(client, { send: (text: string) => send(room, text) });
}
