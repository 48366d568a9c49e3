import { readEvents } from './read-events.ts';

/**
 * The parts of a browser's EventSource that the site's own client uses (WHATWG HTML §9.2): named events, and
 * `error` when the stream ends or is rejected. It never reconnects, because the client closes it before that.
 */
export function eventSourceOn(fetch: (url: string, init?: RequestInit) => Promise<Response>) {
	return class extends EventTarget {
		onerror: (() => void) | null = null;
		readonly #abort = new AbortController();

		constructor(url: string) {
			super();
			// The client learns of a failure from `onerror`.
			this.#read(url).catch(() => undefined);
		}

		close(): void {
			this.#abort.abort();
		}

		async #read(url: string): Promise<void> {
			const { signal } = this.#abort;
			try {
				const response = await fetch(url, { signal });
				if (response.status !== 200) return;
				await readEvents(response, {
					onEvent: ({ event = 'message', data }) =>
						void this.dispatchEvent(new MessageEvent(event, { data }))
				});
			} finally {
				if (!signal.aborted) this.onerror?.();
			}
		}
	} as unknown as typeof window.EventSource;
}
