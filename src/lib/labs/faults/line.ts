import { randomId } from '$lib/protocol/room.ts';
import { parseNamedEvent, parseServerEvent } from '$lib/protocol/server-event.ts';

/** クライアントとサーバーの間の回線。接続に名前を付け、クライアントの側でオフラインにする */
export interface Line {
	readonly isOffline: boolean;
	/** すべての接続を閉じ、以後の接続を失敗させる */
	goOffline(): void;
	goOnline(): void;
	/** ブラウザーの`window`の代わりに、`online`と`offline`のイベントが発生する */
	readonly page: EventTarget;
	readonly WebSocket: typeof window.WebSocket;
	readonly EventSource: typeof window.EventSource;
	readonly fetch: typeof window.fetch;
	/** 新しい接続の名前を作る。`close`は、オフラインになったときに呼ばれる */
	name(close: () => void): string;
}

interface LineWatcher {
	/** 新しい接続の名前。この名前で、その接続だけに障害を起こせる */
	opening: (connection: string) => void;
	/** サーバーが、この番号より後のメッセージを送り始めた */
	joined: (after: number) => void;
	/** 位置を指定したポーリングに、応答が届いた */
	resumed: () => void;
}

export function createLine({ opening, joined, resumed }: LineWatcher): Line {
	const page = new EventTarget();
	let isOffline = false;
	const bare = {
		page,
		joined,
		resumed,
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
		fetch: (input: RequestInfo | URL, init?: RequestInit) =>
			pollOver(bare, input instanceof Request ? input.url : String(input), init)
	});
}

type BareLine = Pick<Line, 'isOffline' | 'name' | 'page'> & Pick<LineWatcher, 'joined' | 'resumed'>;

function webSocketOf(line: BareLine): typeof window.WebSocket {
	return class extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(
				named(
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

/** ポーリングには名前を付ける。どのリクエストも、オフラインなら失敗する */
async function pollOver(line: BareLine, url: string, init: RequestInit = {}): Promise<Response> {
	if (line.isOffline) throw new TypeError('offline');
	if (!url.includes('/poll')) return fetch(url, init);
	const lost = new AbortController();
	const connection = line.name(() => lost.abort());
	const signal = init.signal ? AbortSignal.any([init.signal, lost.signal]) : lost.signal;
	const response = await fetch(named(url, connection), { ...init, signal });
	// 位置を指定しないポーリングには、次の1件が届く
	if (url.includes('after=')) line.resumed();
	else {
		const { messages } = Object(await response.clone().json()) as { messages?: unknown[] };
		const first = parseNamedEvent('message', messages?.[0]);
		if (first?.type === 'message') line.joined(first.seq - 1);
	}
	return response;
}

function named(url: string | URL, connection: string): URL {
	const result = new URL(url, location.href);
	result.searchParams.set('connection', connection);
	return result;
}
