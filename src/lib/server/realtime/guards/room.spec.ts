import { expect, it } from 'vitest';
import { requireCursor } from './cursor.ts';
import { requireRoom } from './room.ts';

const unguessable = `general-${'a1'.repeat(10)}`;

it('accepts an unguessable name, and any name where rooms are open', () => {
	expect(requireRoom(unguessable, false)).toBe(unguessable);
	expect(requireRoom('general', true)).toBe('general');
});

it('rejects an invalid name, and a guessable one where rooms are not open', () => {
	for (const room of [null, undefined, '', 'General', ['general'], 7, 'a'.repeat(65)]) {
		expect(() => requireRoom(room, true)).toThrow(
			expect.objectContaining({ problem: expect.objectContaining({ code: 'bad_room' }) })
		);
	}
	expect(() => requireRoom('general', false)).toThrow(
		expect.objectContaining({ problem: expect.objectContaining({ code: 'room_closed' }) })
	);
});

it('accepts a missing cursor and rejects a malformed one', () => {
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
