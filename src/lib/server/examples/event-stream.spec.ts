import { afterEach, expect, it, vi } from 'vitest';
import { Refusal } from '../realtime/refusal.ts';
import { endStreams, eventStream, onStreamFailure, type EventStream } from './event-stream.ts';

afterEach(endStreams);

function start(signal?: AbortSignal, lastEventId?: string) {
	const headers: Record<string, string> = lastEventId ? { 'last-event-id': lastEventId } : {};
	const request = new Request('http://localhost/', { headers, ...(signal && { signal }) });
	const cleanUp = vi.fn();
	const begin = vi.fn((_: EventStream, _after: string | null) => Promise.resolve(cleanUp));
	const response = eventStream(request, begin);
	const stream = begin.mock.calls[0]?.[0];
	if (!stream || !response.body) throw new Error('the stream has not begun');
	return { response, reader: response.body.getReader(), stream, begin, cleanUp };
}

async function text(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let all = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return all;
		all += decoder.decode(value, { stream: true });
	}
}

it('S6, S7, S10: begins at once, with a random retry and headers that prevent buffering', async () => {
	const { response, reader, stream } = start();
	stream.send({ id: 'a.1', data: 'one' });
	stream.end();
	expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
	expect(await text(reader)).toMatch(/^retry: \d{4}\n: open\n\nid: a\.1\ndata: one\n\n$/);
});

it('S5: passes on the last event id of the browser', () => {
	expect(start(undefined, 'a.7').begin.mock.calls[0]?.[1]).toBe('a.7');
});

it('S1, S2: cleans up once when the reader leaves, and ignores later writes', async () => {
	const { reader, stream, cleanUp } = start();
	await Promise.resolve();
	await reader.cancel();
	stream.send({ data: 'late' });
	stream.end();
	expect(cleanUp).toHaveBeenCalledTimes(1);
});

it('S3: cleans up for a request that was aborted before its stream began', async () => {
	const { cleanUp } = start(AbortSignal.abort());
	await vi.waitFor(() => expect(cleanUp).toHaveBeenCalledTimes(1));
});

it('S4: ends the stream of a reader who does not read', async () => {
	const { reader, stream, cleanUp } = start();
	await Promise.resolve();
	for (let i = 0; i < 300; i++) stream.send({ data: 'x'.repeat(1024) });
	expect(cleanUp).toHaveBeenCalledTimes(1);
	expect(await text(reader)).toMatch(/event: closing\ndata: {"code":4408,.*\n\n$/);
});

it('S14: ends every stream when the process shuts down', async () => {
	const { reader, cleanUp } = start();
	await Promise.resolve();
	endStreams();
	await text(reader);
	expect(cleanUp).toHaveBeenCalledTimes(1);
});

it('P9: notifies each reader of a shutdown, with different retry delays', async () => {
	const readers = Array.from({ length: 8 }, () => start().reader);
	endStreams();
	const waits = new Set<number>();
	for (const reader of readers) {
		const [, retry, data = ''] =
			/: open\n\nretry: (\d+)\nevent: closing\ndata: (.*)\n\n$/.exec(await text(reader)) ?? [];
		expect(JSON.parse(data)).toEqual({
			code: 1012,
			reason: 'draining',
			retryAfterMs: Number(retry)
		});
		waits.add(Number(retry));
	}
	expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
	expect(waits.size).toBeGreaterThan(1);
});

it.each([
	[new Refusal('broker_unavailable'), 'broker_unavailable', 1013, false],
	[new Error('bug'), 'internal', 1011, true]
])(
	'sends the reason when a stream cannot begin, and reports an unexpected error: %s',
	async (error, reason, code, isReported) => {
		const report = vi.fn();
		onStreamFailure(report);
		const { body } = eventStream(new Request('http://localhost/'), () => Promise.reject(error));
		if (!body) throw new Error('no stream');
		const streamed = await text(body.getReader());
		expect(streamed).toMatch(/\nretry: \d+\nevent: closing\n/);
		expect(streamed).toContain(`"code":${code},"reason":"${reason}"`);
		expect(report.mock.calls).toEqual(isReported ? [[error]] : []);
	}
);

it('sendLatest skips a reader who has not read the earlier events', async () => {
	const { reader, stream } = start();
	stream.sendLatest({ data: 'too early' });
	await reader.read();
	stream.sendLatest({ data: 'one' });
	stream.sendLatest({ data: 'skipped' });
	expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: one\n\n');
	stream.sendLatest({ data: 'two' });
	stream.end();
	expect(await text(reader)).toBe('data: two\n\n');
});
