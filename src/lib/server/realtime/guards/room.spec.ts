import { expect, it } from 'vitest';
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
