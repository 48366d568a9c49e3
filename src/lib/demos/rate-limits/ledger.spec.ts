import { expect, it } from 'vitest';
import { emptyLedger, mark, maxMarks, withFate, type Fate, type Ledger } from './ledger.ts';

const after = (...steps: [number, Fate][]): Ledger =>
	steps.reduce((ledger, [number, fate]) => mark(ledger, number, fate), emptyLedger);

it('keeps one mark for a message, whatever happens to it', () => {
	const ledger = after([1, 'queued'], [2, 'queued'], [1, 'sent'], [1, 'accepted']);
	expect(ledger.marks).toEqual([
		{ number: 1, fate: 'accepted' },
		{ number: 2, fate: 'queued' }
	]);
	expect(withFate(ledger, 'queued', 'sent')).toEqual([2]);
});

it('counts every rejection, also of a message that is accepted later', () => {
	const { accepted, rejected } = after([1, 'rejected'], [1, 'sent'], [1, 'accepted']);
	expect({ accepted, rejected }).toEqual({ accepted: 1, rejected: 1 });
});

it('shows a limited number of marks and counts all', () => {
	let ledger = emptyLedger;
	for (let number = 1; number <= maxMarks + 5; number++) ledger = mark(ledger, number, 'accepted');
	expect(ledger.marks).toHaveLength(maxMarks);
	expect(ledger.marks[0]).toEqual({ number: 6, fate: 'accepted' });
	expect(ledger.accepted).toBe(maxMarks + 5);
});
