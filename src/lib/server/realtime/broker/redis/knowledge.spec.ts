import { expect, test } from 'vitest';
import { Knowledge, type Observation } from './knowledge.ts';

const observed = (seq: number, more: Partial<Observation> = {}): Observation => ({
	epoch: 'e',
	seq,
	mark: `m${seq}`,
	run: 'r1',
	isProven: true,
	...more
});

test('the newest message is remembered, whatever order the updates arrive in', () => {
	const knowledge = new Knowledge(10);
	knowledge.update('room', observed(5));
	knowledge.update('room', observed(3));
	expect(knowledge.of('room')).toMatchObject({ epoch: 'e', seq: 5, mark: 'm5' });
});

test('a new epoch replaces the previous one, even with a lower number', () => {
	const knowledge = new Knowledge(10);
	const { lineage } = knowledge.update('room', observed(5));
	expect(knowledge.update('room', observed(1, { epoch: 'f' }))).toMatchObject({
		epoch: 'f',
		seq: 1
	});
	expect(knowledge.of('room')?.lineage).not.toBe(lineage);
});

test('replies of one server run belong to one history; those of another run belong to it only with proof', () => {
	const knowledge = new Knowledge(10);
	const { lineage } = knowledge.update('room', observed(5));
	const lineageAfter = (seq: number, more: Partial<Observation>) =>
		knowledge.update('room', observed(seq, more)).lineage;
	expect(lineageAfter(6, { isProven: false })).toBe(lineage);
	expect(lineageAfter(7, { run: 'r2' })).toBe(lineage);
	const other = lineageAfter(8, { run: 'r3', isProven: false });
	expect(other).not.toBe(lineage);
	expect(lineageAfter(9, { run: 'r3', isProven: false })).toBe(other);
});

test('the least recently updated room is evicted first', () => {
	const knowledge = new Knowledge(2);
	knowledge.update('one', observed(1));
	knowledge.update('two', observed(1));
	knowledge.update('one', observed(2));
	knowledge.update('three', observed(1));
	expect(knowledge.of('two')).toBeUndefined();
	expect(knowledge.of('one')?.seq).toBe(2);
});
