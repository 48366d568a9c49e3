import { expect, test } from 'vitest';
import { createFeed } from './in-order.ts';

const message = (seq: number) => ({ seq, text: `m${String(seq)}` });

/** A feed whose last message is 8, with a history that answers when `answer` is called. */
function setUp() {
	const delivered: number[] = [];
	const reads: number[] = [];
	let answer: (seqs: number[]) => void = () => {};
	const feed = createFeed(
		8,
		(seq) => {
			reads.push(seq);
			return new Promise((resolve) => {
				answer = (seqs) => resolve(seqs.map(message));
			});
		},
		({ seq }) => delivered.push(seq)
	);
	const settle = () => new Promise((resolve) => setImmediate(resolve));
	return { feed, delivered, reads, answer: (seqs: number[]) => answer(seqs), settle };
}

test('the next number is delivered at once, and the history is not read', () => {
	const { feed, delivered, reads } = setUp();
	feed.take(message(9));
	feed.take(message(10));
	expect(delivered).toEqual([9, 10]);
	expect(reads).toEqual([]);
});

test('a message that was already delivered is dropped', () => {
	const { feed, delivered } = setUp();
	feed.take(message(8));
	feed.take(message(9));
	feed.take(message(9));
	expect(delivered).toEqual([9]);
});

test('a missing message is read from the history and delivered before the later ones', async () => {
	const { feed, delivered, reads, answer, settle } = setUp();
	feed.take(message(10));
	expect(reads).toEqual([8]);
	expect(delivered).toEqual([]);
	answer([9, 10]);
	await settle();
	expect(delivered).toEqual([9, 10]);
});

test('messages that arrive while the history is read wait, and none is delivered twice', async () => {
	const { feed, delivered, answer, settle } = setUp();
	feed.take(message(10));
	feed.take(message(12));
	feed.take(message(11));
	answer([9, 10, 11]);
	await settle();
	expect(delivered).toEqual([9, 10, 11, 12]);
});

test('messages that the history no longer has are skipped, and delivery continues', async () => {
	const { feed, delivered, answer, settle } = setUp();
	feed.take(message(11));
	answer([]);
	await settle();
	feed.take(message(12));
	await settle();
	expect(delivered).toEqual([11, 12]);
});
