import { expect, it } from 'vitest';
import type { ExampleHost } from '../../server/examples/host.ts';
import { createHalls } from './halls.server.ts';

/** A host where the first attempt to read a journal fails, as while Redis is unavailable. */
function failingOnce(): ExampleHost {
	let attempts = 0;
	const journal = () => ({
		follow: () => Promise.resolve(() => undefined),
		lastId: () => (++attempts === 1 ? Promise.reject(new Error('away')) : Promise.resolve('e.0'))
	});
	return { journal } as unknown as ExampleHost;
}

it('reopens a place after a failure, once for everybody who joins meanwhile', async () => {
	const halls = createHalls(failingOnce());
	const taken: ReturnType<typeof halls.take>[] = [];
	// A client joins at every microtask while the first opening fails, also between two callbacks of its rejection.
	await new Promise<void>((resolve) => {
		function join() {
			if (taken.length < 40) queueMicrotask(join);
			else resolve();
			taken.push(halls.take('chat'));
		}
		join();
	});
	const ends = await Promise.allSettled(taken);
	const opened = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value.hall] : []));
	expect(ends[0]?.status).toBe('rejected');
	expect(ends.at(-1)?.status).toBe('fulfilled');
	expect(new Set(opened).size).toBe(1);
});

it('closes a place when its last user has left, and not while somebody is opening it', async () => {
	const halls = createHalls(failingOnce());
	await halls.take('failing').catch(() => undefined);
	const one = await halls.take('chat');
	const opening = halls.take('chat');
	one.release();
	const other = await opening;
	expect(other.hall).toBe(one.hall);
	other.release();
	const late = await halls.take('chat');
	expect(late.hall).not.toBe(one.hall);
	late.release();
});
