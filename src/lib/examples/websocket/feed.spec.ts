import { expect, it } from 'vitest';
import type { Entry, Follower } from '../../server/examples/journal.ts';
import { Feed } from './feed.server.ts';

interface Said {
	text: string;
}

/** A journal that acknowledges an entry before delivering it, as a journal behind a network does. */
function journal() {
	let follower: Follower<Said> | undefined;
	const entries: Entry<Said>[] = [];
	return {
		append(data: Said) {
			const seq = entries.length + 1;
			const entry = { id: `e.${String(seq)}`, seq, timestamp: 0, data };
			entries.push(entry);
			return Promise.resolve(entry);
		},
		follow(_after: string | null, joined: Follower<Said>) {
			follower = joined;
			return Promise.resolve(() => undefined);
		},
		lastId: () => Promise.resolve('e.0'),
		deliver: (index: number) => {
			const entry = entries[index];
			if (entry) follower?.entry(entry);
		}
	};
}

it('waits until its own entry and all before it have been delivered', async () => {
	const log = journal();
	const received: string[] = [];
	const feed = new Feed<Said>(log, ({ data }) => received.push(data.text));
	await feed.start(() => undefined);
	await log.append({ text: 'before' });
	let isDone = false;
	const appended = feed.append({ text: 'own' }).then(() => (isDone = true));
	await Promise.resolve();
	log.deliver(0);
	await new Promise((resolve) => setImmediate(resolve));
	expect(isDone).toBe(false);
	log.deliver(1);
	await appended;
	expect(received).toEqual(['before', 'own']);
});
