import type { Answered } from './answers.ts';

/** Like the given `fetch`, but reports when a polling request is sent and how it ended. */
export function watchedFetch(
	fetch: typeof window.fetch,
	sent: (at: number) => void,
	ended: (answer: Omit<Answered, 'key'>) => void
): typeof window.fetch {
	return async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input, location.href);
		if (!url.pathname.endsWith('/poll')) return fetch(input, init);
		const startedAt = performance.now();
		sent(startedAt);
		const report = (result: Pick<Answered, 'messages' | 'bytes'>) =>
			ended({ at: Date.now(), tookMs: performance.now() - startedAt, ...result });
		const response = await fetch(input, init).catch((error: unknown) => {
			report({ messages: null, bytes: 0 });
			throw error;
		});
		const body: unknown = await response
			.clone()
			.json()
			.catch(() => null);
		report({ messages: countOf(body), bytes: bytesOf(response.url) });
		return response;
	};
}

function countOf(body: unknown): number {
	const messages = (Object(body) as { messages?: unknown }).messages;
	return Array.isArray(messages) ? messages.length : 0;
}

/** The size of the last response from this address, as the browser reports it. */
function bytesOf(url: string): number {
	const entry = performance.getEntriesByName(url, 'resource').at(-1);
	return entry instanceof PerformanceResourceTiming ? entry.transferSize : 0;
}
