import { expect, test, vi } from 'vitest';
import { createDedupe } from './dedupe.ts';

function setUp(limit = 2) {
	const dedupe = createDedupe<number>(limit);
	let seq = 0;
	const store = vi.fn(async () => ++seq);
	return { store, send: (clientId: string) => dedupe(clientId, store), dedupe };
}

test('a repeated clientId gets the first answer and is stored once', async () => {
	const { send, store } = setUp();
	expect(await send('a')).toBe(1);
	expect(await send('b')).toBe(2);
	expect(await send('a')).toBe(1);
	expect(store).toHaveBeenCalledTimes(2);
});

test('a repeat while the first is being stored waits for the same answer', async () => {
	const { send, store } = setUp();
	expect(await Promise.all([send('a'), send('a')])).toEqual([1, 1]);
	expect(store).toHaveBeenCalledOnce();
});

test('only the latest clientIds are kept', async () => {
	const { send } = setUp(2);
	for (const clientId of ['a', 'b', 'c']) await send(clientId);
	expect(await send('b')).toBe(2);
	expect(await send('c')).toBe(3);
	expect(await send('a')).toBe(4);
});

test('a message that could not be stored can be sent again', async () => {
	const { dedupe, send } = setUp();
	await expect(dedupe('a', () => Promise.reject(new Error('no Redis')))).rejects.toThrow();
	expect(await send('a')).toBe(1);
});

test('a late failure does not remove the answer of a later attempt', async () => {
	const { dedupe, send, store } = setUp(1);
	let fail = (_: Error): void => {};
	const failing = dedupe('a', () => new Promise((_, reject) => (fail = reject)));
	await send('b'); // Evicts the attempt that is still running.
	expect(await send('a')).toBe(2);
	fail(new Error('no Redis'));
	await expect(failing).rejects.toThrow();
	expect(await send('a')).toBe(2);
	expect(store).toHaveBeenCalledTimes(2);
});
