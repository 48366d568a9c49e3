import { createParser } from 'eventsource-parser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSseHeartbeat } from './sse-heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('S6: a silent stream carries a comment, which is not an event, at each interval', async () => {
	let stop = () => {};
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			stop = startSseHeartbeat(controller);
		},
		cancel: () => stop()
	});
	const reader = stream.getReader();
	const comments: string[] = [];
	const parser = createParser({
		onEvent: () => expect.fail('a comment is no event'),
		onComment: (comment) => comments.push(comment)
	});
	for (let n = 1; n <= 3; n++) {
		vi.advanceTimersByTime(15_000);
		parser.feed(new TextDecoder().decode((await reader.read()).value));
		expect(comments).toHaveLength(n);
	}
	await reader.cancel();
	expect(vi.getTimerCount()).toBe(0);
});
