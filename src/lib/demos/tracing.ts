import { untrack } from 'svelte';
import { providedTrace, type TraceId } from './trace-context.ts';

/** What a demonstration connects with, so that its connections are recorded. Called while a component is being initialized. */
export const tracing = (): Tracing => traced(providedTrace());

export interface Tracing {
	/** Adds the id of the trace to the query, while there is one. */
	address: (url: string) => string;
	WebSocket: typeof window.WebSocket;
	EventSource: typeof window.EventSource;
	fetch: typeof window.fetch;
	/** The query of Socket.IO. */
	query: () => { trace?: string };
}

/** The browser’s own APIs, but with the id of the trace in the URL of each request, while there is one. */
export function traced(id: TraceId): Tracing {
	const query = (): { trace?: string } => {
		// Untracked: the start of a trace does not reconnect by itself, Demo.svelte does.
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
