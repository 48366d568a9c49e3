import { afterEach, expect, it, vi } from 'vitest';
import { readComments } from './heartbeat-stream.ts';

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** Stubs `fetch`: it answers with a stream that sends these parts and then stays open. */
function answer(...parts: string[]) {
	const fetch = vi.fn((_: string, { signal }: RequestInit) => {
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
				signal?.addEventListener('abort', () => controller.error(signal.reason));
			}
		});
		return Promise.resolve(new Response(body));
	});
	vi.stubGlobal('fetch', fetch);
	return fetch;
}

it('S6: reports each comment line once, however the bytes are divided', async () => {
	answer('event: welcome\ndata: {":":1}\n\n:', ' \n', '\n: two\n\ndata: x\n\n');
	const onComment = vi.fn();
	const close = readComments('room', onComment);
	await vi.waitFor(() => expect(onComment).toHaveBeenCalledTimes(2));
	close();
});

it('aborts its request when it is closed, and sends no other', async () => {
	vi.useFakeTimers();
	const fetch = answer('data: x\n\n');
	const close = readComments('room', () => undefined);
	await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
	close();
	expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(fetch).toHaveBeenCalledTimes(1);
});
