import { expect, test } from 'vitest';
import { createFeed } from './in-order.ts';

const message = (seq: number) => ({ seq, text: `m${String(seq)}` });

/** A feed that has delivered 8, with a history that answers when `answer` is called. */
function setUp() {
	const delivered: number[] = [];
	const asked: number[] = [];
	let answer: (seqs: number[]) => void = () => {};
	const feed = createFeed(
		8,
		(seq) => {
			asked.push(seq);
			return new Promise((resolve) => {
				answer = (seqs) => resolve(seqs.map(message));
			});
		},
		({ seq }) => delivered.push(seq)
	);
	const settle = () => new Promise((resolve) => setImmediate(resolve));
	return { feed, delivered, asked, answer: (seqs: number[]) => answer(seqs), settle };
}

test('the next number is delivered at once, and the history is not read', () => {
	const { feed, delivered, asked } = setUp();
	feed.take(message(9));
	feed.take(message(10));
	expect(delivered).toEqual([9, 10]);
	expect(asked).toEqual([]);
});

test('a number that was delivered before is dropped', () => {
	const { feed, delivered } = setUp();
	feed.take(message(8));
	feed.take(message(9));
	feed.take(message(9));
	expect(delivered).toEqual([9]);
});

test('a missing number is read from the history before what follows it', async () => {
	const { feed, delivered, asked, answer, settle } = setUp();
	feed.take(message(10));
	expect(asked).toEqual([8]);
	expect(delivered).toEqual([]);
	answer([9, 10]);
	await settle();
	expect(delivered).toEqual([9, 10]);
});

test('what arrives while the history is read waits, and nothing is delivered twice', async () => {
	const { feed, delivered, answer, settle } = setUp();
	feed.take(message(10));
	feed.take(message(12));
	feed.take(message(11));
	answer([9, 10, 11]);
	await settle();
	expect(delivered).toEqual([9, 10, 11, 12]);
});

test('what the history no longer holds is skipped, and delivery continues', async () => {
	const { feed, delivered, answer, settle } = setUp();
	feed.take(message(11));
	answer([]);
	await settle();
	feed.take(message(12));
	await settle();
	expect(delivered).toEqual([11, 12]);
});
