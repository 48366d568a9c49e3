import { untrack } from 'svelte';
import { providedTrace, type TraceId } from './trace-context.ts';

/** デモの接続を記録するための値。記録中に開いた接続だけが、記録される。コンポーネントの初期化中に呼ぶ */
export const tracing = (): Tracing => traced(providedTrace());

export interface Tracing {
	/** 記録中なら、URL のクエリに記録の ID を付ける */
	address: (url: string) => string;
	WebSocket: typeof window.WebSocket;
	EventSource: typeof window.EventSource;
	fetch: typeof window.fetch;
	/** Socket.IO のクエリ */
	query: () => { trace?: string };
}

/** ブラウザーのものと同じ。記録中なら、リクエストの URL に記録の ID を付ける */
export function traced(id: TraceId): Tracing {
	const query = (): { trace?: string } => {
		// 接続は、記録の開始だけでは張り直さない。張り直すのは Demo.svelte
		const trace = untrack(id);
		return trace === undefined ? {} : { trace };
	};
	const address = (url: string | URL): string => {
		const named = new URL(url, location.href);
		const { trace } = query();
		if (trace !== undefined) named.searchParams.set('trace', trace);
		return named.href;
	};
	return {
		address,
		query,
		WebSocket: class extends WebSocket {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(address(url), protocols);
			}
		},
		EventSource: class extends EventSource {
			constructor(url: string | URL, options?: EventSourceInit) {
				super(address(url), options);
			}
		},
		fetch: (input: RequestInfo | URL, init?: RequestInit) =>
			fetch(input instanceof Request ? input : id() === undefined ? input : address(input), init)
	};
}
