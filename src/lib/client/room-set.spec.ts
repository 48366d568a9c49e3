import { describe, expect, it } from 'vitest';
import { createRoomSet } from './room-set.ts';

describe('room set', () => {
	it('I12: returns a membership only for joined rooms', () => {
		const rooms = createRoomSet(() => undefined);
		const stay = rooms.add('general');
		expect(rooms.joined('general')).toBeUndefined();
		if (stay) stay.status = 'joined';
		expect(rooms.joined('general')).toBe(stay);
		rooms.remove('general');
		expect(rooms.joined('general')).toBeUndefined();
	});

	it('I12: recognizes an answer that belongs to an earlier membership', () => {
		const rooms = createRoomSet(() => undefined);
		const first = rooms.add('general');
		rooms.remove('general');
		rooms.add('general');
		expect(first && rooms.isCurrent(first)).toBe(false);
	});

	it('does not add a room twice', () => {
		const rooms = createRoomSet(() => undefined);
		expect(rooms.add('general')).toBeDefined();
		expect(rooms.add('general')).toBeUndefined();
	});

	it('keeps all rooms when the connection is lost', () => {
		const rooms = createRoomSet(() => undefined);
		const [joined, refused] = [rooms.add('a'), rooms.add('b')];
		if (joined) joined.status = 'joined';
		if (refused) refused.status = 'refused';
		expect(rooms.disconnected()).toEqual(['a']);
		expect(rooms.names()).toEqual(['a', 'b']);
		expect(joined?.status).toBe('waiting');
	});
});
