import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseTutorialEvent } from '$lib/protocol/tutorial.ts';
import { feed } from '$lib/server/tutorial/index.ts';
import { GET, HEAD } from './+server.ts';

type Event = Parameters<typeof GET>[0];
type Stream = ReadableStreamDefaultReader<Uint8Array>;

interface Opened {
	response: Response;
	stream: Stream;
	abort: AbortController;
}

const address = 'http://localhost/api/events';

/** Calls the endpoint as SvelteKit would. */
async function open(
	headers: Record<string, string> = {},
	abort = new AbortController()
): Promise<Opened> {
	const request = new Request(address, { headers, signal: abort.signal });
	const response = await GET({ request, url: new URL(address) } as Event);
	if (!response.body) throw new Error('no body');
	return { response, stream: response.body.getReader(), abort };
}

/** The next chunk, as text and as parsed by an independent parser. */
async function next(stream: Stream) {
	const { done, value } = await stream.read();
	const text = new TextDecoder().decode(value);
	const events: EventSourceMessage[] = [];
	let retry: number | undefined;
	const comments: string[] = [];
	createParser({
		onEvent: (event) => events.push(event),
		onRetry: (ms) => (retry = ms),
		onComment: (comment) => comments.push(comment)
	}).feed(text);
	return { done, text, events, retry, comments };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
const types = (events: EventSourceMessage[]) =>
	events.map(({ data }) => parseTutorialEvent(data)?.type);
const number = (event: EventSourceMessage | undefined) => Number(event?.id?.split('.')[1]);

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	feed.end();
	vi.useRealTimers();
});

describe('GET /api/events', () => {
	test('sends connected, then an update each second, each with an id and a value from 0 to 1 [tutorial-events]', async () => {
		const { stream } = await open();
		const first = await next(stream);
		expect(types(first.events)).toEqual(['connected']);
		await seconds(1);
		const second = await next(stream);
		expect(types(second.events)).toEqual(['update']);
		expect(number(second.events[0])).toBe(number(first.events[0]) + 1);
	});

	test('the id of the connected event is the position from which the stream resumes', async () => {
		const one = await open();
		await next(one.stream);
		await seconds(1);
		const { events } = await next(one.stream);
		const other = await open({ 'last-event-id': events[0]?.id ?? '' });
		expect((await next(other.stream)).events[0]?.id).toBe(events[0]?.id);
	});

	test('S1: an abort after cancel does not touch the closed stream', async () => {
		const { stream, abort } = await open();
		const close = vi.spyOn(ReadableStreamDefaultController.prototype, 'close');
		await stream.cancel();
		expect(() => abort.abort()).not.toThrow();
		await seconds(2);
		expect(close).not.toHaveBeenCalled();
		close.mockRestore();
	});

	test('S1: a cancel after abort does not throw', async () => {
		const { stream, abort } = await open();
		abort.abort();
		await expect(stream.cancel()).resolves.toBeUndefined();
	});

	test('S2: the feed does not write to a stream whose reader has left', async () => {
		const enqueue = vi.spyOn(ReadableStreamDefaultController.prototype, 'enqueue');
		const { stream } = await open();
		await stream.cancel();
		enqueue.mockClear();
		await seconds(3);
		expect(enqueue).not.toHaveBeenCalled();
		enqueue.mockRestore();
	});

	test('S3: a request that is aborted before its response leaves no reader behind', async () => {
		const abort = new AbortController();
		abort.abort();
		await open({}, abort);
		expect(feed.readers).toBe(0);
	});

	test('S4: a stalled reader costs one chunk and resumes with the newest update [tutorial-slow]', async () => {
		const { stream } = await open();
		await seconds(30);
		const waiting = await next(stream);
		expect(types(waiting.events)).toEqual(['connected']);
		const reading = next(stream);
		await seconds(1);
		const { events } = await reading;
		expect(number(events[0])).toBe(number(waiting.events[0]) + 31);
	});

	test('S5: after reconnecting, the reader gets exactly the missed updates, with their ids [tutorial-resume]', async () => {
		const one = await open();
		const steady = await open();
		await next(one.stream);
		await next(steady.stream);
		await seconds(1);
		const seen = (await next(one.stream)).events[0];
		await one.stream.cancel();
		await seconds(3);
		const back = await next((await open({ 'last-event-id': seen?.id ?? '' })).stream);
		expect(types(back.events)).toEqual(['connected', 'update', 'update', 'update']);
		expect(back.events.slice(1).map(number)).toEqual([1, 2, 3].map((n) => number(seen) + n));
	});

	test('S5: a reader who was away for longer than the history gets a gap with the lost numbers [tutorial-resume]', async () => {
		const one = await open();
		const first = (await next(one.stream)).events[0];
		await seconds(62);
		const back = await next((await open({ 'last-event-id': first?.id ?? '' })).stream);
		const gap = back.events.find(({ event }) => event === 'gap');
		expect(JSON.parse(gap?.data ?? '')).toEqual({
			reason: 'expired',
			from: number(first) + 1,
			to: number(first) + 2
		});
		expect(back.events.filter(({ event }) => event === undefined)).toHaveLength(61);
	});

	test('S6: a comment is sent at least every 15 seconds', async () => {
		const { stream } = await open();
		await next(stream);
		const comments: string[] = [];
		for (let second = 1; second <= 15; second++) {
			await seconds(1);
			comments.push(...(await next(stream)).comments);
		}
		expect(comments).toHaveLength(1);
	});

	test('S7: readers get different retry delays', async () => {
		const times = new Set<number | undefined>();
		for (let reader = 0; reader < 20; reader++) {
			const { retry } = await next((await open()).stream);
			expect(retry).toBeGreaterThanOrEqual(1_000);
			expect(retry).toBeLessThanOrEqual(3_000);
			times.add(retry);
		}
		expect(times.size).toBeGreaterThan(10);
	});

	test('S9, S10, S11: headers declare an event stream and forbid storing, transforming and buffering', async () => {
		const { response } = await open();
		expect(Object.fromEntries(response.headers)).toEqual({
			'content-type': 'text/event-stream',
			'cache-control': 'no-store, no-transform',
			'x-accel-buffering': 'no'
		});
	});

	test('S14: SIGTERM ends the stream, so that it does not delay the shutdown', async () => {
		const { stream } = await open();
		await next(stream);
		process.emit('SIGTERM', 'SIGTERM');
		await next(stream);
		expect((await next(stream)).done).toBe(true);
	});

	test('P9: at SIGTERM every reader, even a lagging one, gets the reason and its own retry delay [tutorial-closing, closing]', async () => {
		const readers = await Promise.all(Array.from({ length: 8 }, () => open()));
		const [lagging, ...others] = readers.map(({ stream }) => stream);
		await Promise.all(others.map((stream) => next(stream)));
		process.emit('SIGTERM', 'SIGTERM');
		if (lagging) await next(lagging);
		const waits = new Set<number | undefined>();
		for (const { stream } of readers) {
			const { events, retry } = await next(stream);
			expect(events.map(({ event }) => event)).toEqual(['closing']);
			const closing: unknown = JSON.parse(events[0]?.data ?? '');
			expect(closing).toEqual({ code: 1012, reason: 'draining', retryAfterMs: retry });
			expect(retry).toBeGreaterThanOrEqual(0);
			expect(retry).toBeLessThanOrEqual(5_000);
			waits.add(retry);
		}
		expect(waits.size).toBeGreaterThan(1);
	});

	test('S16: one timer and one encoding serve all readers [tutorial-one]', async () => {
		const opened = await Promise.all(Array.from({ length: 50 }, () => open()));
		await Promise.all(opened.map(({ stream }) => next(stream)));
		expect(vi.getTimerCount()).toBe(1);
		const encode = vi.spyOn(JSON, 'stringify');
		await seconds(1);
		expect(encode).toHaveBeenCalledTimes(1);
		encode.mockRestore();
	});
});

describe('other methods', () => {
	test('HEAD ends at once with the headers of GET', async () => {
		const request = new Request(address, { method: 'HEAD' });
		const response = await HEAD({ request } as Parameters<typeof HEAD>[0]);
		expect(response.body).toBeNull();
		expect(response.headers.get('content-type')).toBe('text/event-stream');
	});
});
