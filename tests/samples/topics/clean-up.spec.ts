import { expect, test, vi } from 'vitest';
import { createStream } from './clean-up.ts';

function setUp(controller = new AbortController()) {
	const release = vi.fn();
	let send: (chunk: Uint8Array) => void = () => {};
	const stream = createStream(controller.signal, (sendChunk) => {
		send = sendChunk;
		return release;
	});
	const chunk = Uint8Array.of(1);
	return { release, reader: stream.getReader(), controller, chunk, send: () => send(chunk) };
}

test('sent chunks arrive', async () => {
	const { reader, send, chunk } = setUp();
	send();
	expect((await reader.read()).value).toBe(chunk);
});

test('S1: a cancel and an abort release the resource once, in any order', async () => {
	const first = setUp();
	await first.reader.cancel();
	first.controller.abort();
	expect(first.release).toHaveBeenCalledOnce();

	const second = setUp();
	second.controller.abort();
	await second.reader.cancel();
	expect(second.release).toHaveBeenCalledOnce();
});

test('S2: sending after the end does not throw', async () => {
	const { reader, send } = setUp();
	await reader.cancel();
	expect(send).not.toThrow();
});

test('S3: a request that was already aborted releases the resource at once', () => {
	const controller = new AbortController();
	controller.abort();
	expect(setUp(controller).release).toHaveBeenCalledOnce();
});

test('S4: a reader that does not read gets no more than one chunk', async () => {
	const { reader, send } = setUp();
	for (let n = 0; n < 100; n++) send();
	await reader.read();
	const next = await Promise.race([reader.read(), Promise.resolve('empty')]);
	expect(next).toBe('empty');
});
