import { parseCursor } from '$lib/protocol/cursor.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseNamedEvent, parseServerEvent } from '$lib/protocol/server-event.ts';

/** The network between a client and the server: names each connection, and can take the client offline. */
export interface Line {
	readonly isOffline: boolean;
	/** Closes all connections, and makes new ones fail. */
	goOffline(): void;
	goOnline(): void;
	/** Dispatches `online` and `offline` in place of the browser’s `window`. */
	readonly page: EventTarget;
	/** What precedes the paths of the server: empty for this site's own. */
	readonly prefix: string;
	readonly WebSocket: typeof window.WebSocket;
	readonly EventSource: typeof window.EventSource;
	readonly fetch: typeof window.fetch;
	/** Like `fetch`, but names no connection, so that no faults are caused on its requests. */
	readonly plainFetch: typeof window.fetch;
	/** Reports that the server has begun to send the messages after this number. */
	joined(after: number): void;
	/** Creates the name of a new connection. `close` is called when the client goes offline. */
	name(close: () => void): string;
}

interface LineOptions {
	/** Called for each connection, because a throw-away server starts after the clients were created. */
	prefix: () => string;
	/** Called with the name of a new connection, by which a fault is caused on this connection only. */
	opening: (connection: string) => void;
	/** The server has begun to send the messages after this number. */
	joined: (after: number) => void;
	/** A poll with a cursor was answered. */
	resumed: () => void;
}

export function createLine({ prefix, opening, joined, resumed }: LineOptions): Line {
	const page = new EventTarget();
	let isOffline = false;
	const bare = {
		page,
		joined,
		resumed,
		get prefix() {
			return prefix();
		},
		get isOffline() {
			return isOffline;
		},
		name(close: () => void): string {
			const connection = randomId(24);
			page.addEventListener('offline', close, { once: true });
			opening(connection);
			return connection;
		}
	};
	const set = (next: boolean) => {
		isOffline = next;
		page.dispatchEvent(new Event(next ? 'offline' : 'online'));
	};
	return Object.assign(bare, {
		goOffline: () => set(true),
		goOnline: () => set(false),
		WebSocket: webSocketOf(bare),
		EventSource: eventSourceOf(bare),
		fetch: (input: RequestInfo | URL, init?: RequestInit) => pollOver(bare, urlOf(input), init),
		plainFetch: (input: RequestInfo | URL, init?: RequestInit) =>
			fetchOver(bare, urlOf(input), init)
	});
}

type BareLine = Pick<Line, 'isOffline' | 'name' | 'page' | 'prefix'> &
	Pick<LineOptions, 'joined' | 'resumed'>;

function webSocketOf(line: BareLine): typeof window.WebSocket {
	return class extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(
				named(
					line,
					url,
					line.name(() => this.close())
				),
				protocols
			);
			if (line.isOffline) this.close();
			this.addEventListener('message', ({ data }) => {
				const event = parseServerEvent(String(data));
				if (event?.type === 'welcome') line.joined(event.lastSeq);
			});
		}
	};
}

function eventSourceOf(line: BareLine): typeof window.EventSource {
	return class extends EventSource {
		constructor(url: string | URL) {
			super(
				named(
					line,
					url,
					line.name(() => this.#fail())
				)
			);
			if (line.isOffline) queueMicrotask(() => this.#fail());
			this.addEventListener('welcome', ({ data }) => {
				const event = parseNamedEvent('welcome', data);
				if (event?.type === 'welcome') line.joined(event.lastSeq);
			});
		}

		#fail() {
			if (this.readyState === EventSource.CLOSED) return;
			this.close();
			this.dispatchEvent(new Event('error'));
		}
	};
}

const urlOf = (input: RequestInfo | URL): string =>
	input instanceof Request ? input.url : String(input);

/** Like `fetch`, but fails while offline. */
async function fetchOver(
	line: Pick<Line, 'isOffline' | 'page' | 'prefix'>,
	url: string,
	init: RequestInit = {}
): Promise<Response> {
	if (line.isOffline) throw new TypeError('offline');
	const lost = new AbortController();
	const abort = () => lost.abort();
	line.page.addEventListener('offline', abort, { once: true });
	const signal = init.signal ? AbortSignal.any([init.signal, lost.signal]) : lost.signal;
	return fetch(reach(line, url), { ...init, signal }).finally(() =>
		line.page.removeEventListener('offline', abort)
	);
}

/** Like `fetch`, but fails while offline, and names the connection of a poll. */
async function pollOver(line: BareLine, url: string, init: RequestInit = {}): Promise<Response> {
	if (line.isOffline) throw new TypeError('offline');
	if (!url.includes('/poll')) return fetch(reach(line, url), init);
	const lost = new AbortController();
	const connection = line.name(() => lost.abort());
	const signal = init.signal ? AbortSignal.any([init.signal, lost.signal]) : lost.signal;
	const response = await fetch(named(line, url, connection), { ...init, signal });
	const answer = Object(await response.clone().json()) as { messages?: unknown[]; gap?: unknown };
	const first = parseNamedEvent('message', answer.messages?.[0]);
	const gap = parseNamedEvent('gap', answer.gap);
	// The server has not found the cursor, and continues after the one in the gap.
	if (gap?.type === 'gap') line.joined(parseCursor(gap.cursor)?.seq ?? 0);
	else if (url.includes('after=')) line.resumed();
	// A poll without a cursor is answered with the next message.
	else if (first?.type === 'message') line.joined(first.seq - 1);
	return response;
}

/** The address on the server that the line leads to. */
function reach({ prefix }: Pick<Line, 'prefix'>, url: string | URL): URL {
	const result = new URL(url, location.href);
	result.pathname = prefix + result.pathname;
	return result;
}

function named(line: Pick<Line, 'prefix'>, url: string | URL, connection: string): URL {
	const result = reach(line, url);
	result.searchParams.set('connection', connection);
	return result;
}
