import { expect, it } from 'vitest';
import { requireCursor } from './cursor.ts';

it('treats an empty cursor as a missing one, parses a valid one and rejects a malformed one', () => {
	expect(requireCursor(null)).toBeNull();
	expect(requireCursor(undefined)).toBeNull();
	expect(requireCursor('')).toBeNull();
	expect(requireCursor('e.1')).toEqual({ epoch: 'e', seq: 1 });
	for (const after of ['.', 'e', 'e.x', 'e.-1']) {
		expect(() => requireCursor(after)).toThrow(
			expect.objectContaining({ problem: expect.objectContaining({ code: 'bad_cursor' }) })
		);
	}
});
