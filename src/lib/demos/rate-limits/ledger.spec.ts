import { expect, it } from 'vitest';
import { emptyLedger, mark, maxMarks, withStatus, type Status, type Ledger } from './ledger.ts';

const after = (...steps: [number, Status][]): Ledger =>
	steps.reduce((ledger, [number, status]) => mark(ledger, number, status), emptyLedger);

it('keeps one mark for each message, however often its status changes', () => {
	const ledger = after([1, 'queued'], [2, 'queued'], [1, 'sent'], [1, 'accepted']);
	expect(ledger.marks).toEqual([
		{ number: 1, status: 'accepted' },
		{ number: 2, status: 'queued' }
	]);
	expect(withStatus(ledger, 'queued', 'sent')).toEqual([2]);
});

it('counts every rejection, even of a message that is accepted later', () => {
	const { accepted, rejected } = after([1, 'rejected'], [1, 'sent'], [1, 'accepted']);
	expect({ accepted, rejected }).toEqual({ accepted: 1, rejected: 1 });
});

it('keeps a limited number of marks, but counts all answers', () => {
	let ledger = emptyLedger;
	for (let number = 1; number <= maxMarks + 5; number++) ledger = mark(ledger, number, 'accepted');
	expect(ledger.marks).toHaveLength(maxMarks);
	expect(ledger.marks[0]).toEqual({ number: 6, status: 'accepted' });
	expect(ledger.accepted).toBe(maxMarks + 5);
});
