import { describe, expect, it } from 'vitest';
import { createSequence } from './sequence.ts';

const message = (seq: number, epoch = 'e') => ({ id: `${epoch}.${seq}`, seq });

describe('sequence', () => {
	it('starts at the cursor of the first welcome', () => {
		const sequence = createSequence();
		expect(sequence.cursor).toBeUndefined();
		sequence.welcome({ cursor: 'e.4', lastSeq: 4 });
		expect(sequence.cursor).toBe('e.4');
	});

	it('resumes after the last message, whatever a later welcome contains', () => {
		const sequence = createSequence();
		sequence.welcome({ cursor: 'e.4', lastSeq: 4 });
		sequence.message(message(5));
		sequence.welcome({ cursor: 'e.9', lastSeq: 9 });
		expect(sequence.cursor).toBe('e.5');
	});

	it('W10: distinguishes a repeated message from a new one', () => {
		const sequence = createSequence();
		expect(sequence.message(message(1)).isNew).toBe(true);
		expect(sequence.message(message(1)).isNew).toBe(false);
	});

	it('reports exactly the numbers that are missing', () => {
		const sequence = createSequence();
		sequence.welcome({ cursor: 'e.2', lastSeq: 2 });
		expect(sequence.message(message(3))).toEqual({ isNew: true });
		expect(sequence.message(message(6))).toEqual({ isNew: true, hole: { from: 4, to: 5 } });
	});

	it('reports that the first message after the welcome is missing', () => {
		const sequence = createSequence();
		sequence.welcome({ cursor: 'e.0', lastSeq: 0 });
		expect(sequence.message(message(2)).hole).toEqual({ from: 1, to: 1 });
	});

	it('does not report as a hole what a gap has announced', () => {
		const sequence = createSequence();
		sequence.message(message(3));
		sequence.gap({ to: 7, cursor: 'e.7' });
		expect(sequence.cursor).toBe('e.7');
		expect(sequence.message(message(8))).toEqual({ isNew: true });
	});

	it('accepts any number after a reset', () => {
		const sequence = createSequence();
		sequence.message(message(30));
		sequence.gap({ to: null, cursor: 'f.0' });
		expect(sequence.message(message(12, 'f'))).toEqual({ isNew: true });
		expect(sequence.message(message(13, 'f'))).toEqual({ isNew: true });
	});

	it('treats a smaller number with a new id as a new numbering', () => {
		const sequence = createSequence();
		sequence.message(message(30));
		expect(sequence.message(message(1, 'f'))).toEqual({ isNew: true });
	});

	it('evicts the oldest ids, so memory stays bounded', () => {
		const sequence = createSequence({ remember: 2 });
		for (const seq of [1, 2, 3]) sequence.message(message(seq));
		expect(sequence.message(message(3)).isNew).toBe(false);
		expect(sequence.message(message(2)).isNew).toBe(false);
		expect(sequence.message(message(1)).isNew).toBe(true);
	});
});
