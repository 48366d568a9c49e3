import { expect, test, vi } from 'vitest';
import { streamOf } from './release-once.ts';

function setUp() {
	const abort = new AbortController();
	const release = vi.fn();
	let send: (text: string) => void = () => {};
	const subscribe = vi.fn((write: (text: string) => void) => {
		send = write;
		return release;
	});
	const open = () => streamOf(abort.signal, subscribe).getReader();
	return { abort, release, subscribe, open, send: (text: string) => send(text) };
}

test('the stream delivers what the subscription sends', async () => {
	const { open, send } = setUp();
	const reader = open();
	send('a');
	await expect(reader.read()).resolves.toEqual({ done: false, value: 'a' });
});

test('cancel first, then abort, as in SvelteKit 2: released once, and nothing throws', async () => {
	const { abort, release, open, send } = setUp();
	await open().cancel();
	abort.abort();
	expect(release).toHaveBeenCalledTimes(1);
	expect(() => send('late')).not.toThrow();
});

test('abort first, then cancel, as in SvelteKit 3: released once, and nothing throws', async () => {
	const { abort, release, open, send } = setUp();
	const reader = open();
	abort.abort();
	expect(release).toHaveBeenCalledTimes(1);
	expect(() => send('late')).not.toThrow();
	await reader.cancel();
	expect(release).toHaveBeenCalledTimes(1);
});

test('either a cancel or an abort is enough', async () => {
	const first = setUp();
	await first.open().cancel();
	expect(first.release).toHaveBeenCalledTimes(1);
	const second = setUp();
	second.open();
	second.abort.abort();
	expect(second.release).toHaveBeenCalledTimes(1);
});

test('a client that disconnected before the start is never subscribed', () => {
	const { abort, subscribe, open } = setUp();
	abort.abort();
	open();
	expect(subscribe).not.toHaveBeenCalled();
});
