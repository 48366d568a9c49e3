import { expect, it } from 'vitest';
import { createSentAt } from './sent-at.ts';

it('returns how long ago a text was sent, and evicts the oldest', () => {
	const sentAt = createSentAt(2);
	for (const [i, text] of ['a', 'b', 'c'].entries()) sentAt.add(text, i);
	expect(sentAt.since('a', 10)).toBeNull();
	expect(sentAt.since('c', 10)).toBe(8);
});
