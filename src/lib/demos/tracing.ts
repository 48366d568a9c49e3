import { untrack } from 'svelte';
import { loadSocketIo } from '../client/load-socket-io.ts';
import type { OutboxEntry } from '../client/outbox.ts';
import type { BrowserRecorder } from '../inspector/browser/recorder.ts';
import { providedTrace, type CurrentTrace } from './trace-context.ts';

/** The APIs with which a demonstration connects, so that its connections are recorded. Called while a component is being initialized. */
export const tracing = (): Tracing => traced(providedTrace());

export interface Tracing {
	/** The browser’s own APIs, but with the id of the trace in each URL. */
	WebSocket: typeof window.WebSocket;
	EventSource: typeof window.EventSource;
	fetch: typeof window.fetch;
	/** Returns the id of the trace for the query of Socket.IO or the argument of `query.live`. */
	query: () => { trace?: string };
	/** Loads Socket.IO; its connections are recorded while there is a trace. */
	load: typeof loadSocketIo;
	/** Records the changes of a client’s outbox. */
	onOutbox: (now: readonly OutboxEntry[], before: readonly OutboxEntry[]) => void;
	/** Returns the recorder, for steps that none of the above reports; undefined while there is no trace. */
	recorder: () => BrowserRecorder | undefined;
}

/** While there is a trace, connections are opened with its id, and their steps in the browser are recorded. */
export function traced(current: CurrentTrace): Tracing {
	// Untracked, so that the start of a trace does not reconnect a client: Demo.svelte reconnects all of them.
	const running = () => untrack(current);
	const recorder = () => running()?.recorder;
	const query = (): { trace?: string } => {
		const id = running()?.id;
		return id === undefined ? {} : { trace: id };
	};
	const address = (url: string | URL): string => {
		const named = new URL(url, location.href);
		const { trace } = query();
		if (trace !== undefined) named.searchParams.set('trace', trace);
		return named.href;
	};
	return {
		query,
		recorder,
		WebSocket: class extends WebSocket {
			constructor(url: string | URL, protocols?: string | string[]) {
				const report = recorder()?.opening({ api: 'WebSocket', url: address(url) });
				super(address(url), protocols);
				if (report) recorder()?.watchWebSocket(this, report);
			}
		},
		EventSource: class extends EventSource {
			constructor(url: string | URL, options?: EventSourceInit) {
				const report = recorder()?.opening({ api: 'EventSource', url: address(url) });
				super(address(url), options);
				if (report) recorder()?.watchEventSource(this, report);
			}
		},
		fetch(input, init) {
			const trace = running();
			if (trace === undefined || input instanceof Request) return fetch(input, init);
			const url = address(input);
			const report = trace.recorder.opening({ api: 'fetch', url, method: init?.method ?? 'GET' });
			return trace.recorder.watchFetch(report, fetch(url, init));
		},
		async load() {
			const library = await loadSocketIo();
			const io = recorder()?.watchSocketIo(library.io);
			return io ? { io } : library;
		},
		onOutbox: (now, before) => recorder()?.outbox(now, before)
	};
}
