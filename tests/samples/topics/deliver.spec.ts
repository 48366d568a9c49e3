import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDedupe } from '../challenges/dedupe.ts';
import { deliver } from './deliver.ts';

beforeEach(() => {
	vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	vi.restoreAllMocks();
});

test('a message whose acknowledgement is lost is sent again and stored once', async () => {
	const stored: string[] = [];
	const dedupe = createDedupe<number>(100);
	let losses = 2;
	const answer = await deliver('hello', async ({ clientId, text }) => {
		const seq = await dedupe(clientId, async () => stored.push(text));
		if (losses-- > 0) throw new Error('the acknowledgement is lost');
		return seq;
	});
	expect(answer).toBe(1);
	expect(stored).toEqual(['hello']);
});

test('two messages with the same text are two messages', async () => {
	const ids: string[] = [];
	const send = async ({ clientId }: { clientId: string }) => ids.push(clientId);
	await deliver('hello', send);
	await deliver('hello', send);
	expect(new Set(ids).size).toBe(2);
});

test('the client gives up after five attempts', async () => {
	const send = vi.fn(() => Promise.reject(new Error('no answer')));
	await expect(deliver('hello', send)).rejects.toThrow('no answer');
	expect(send).toHaveBeenCalledTimes(5);
});
