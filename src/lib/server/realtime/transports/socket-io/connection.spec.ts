import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roomKey } from './connection.ts';

it('I4: no room gets a name inside Socket.IO that could be the id of a socket', () => {
	const socketId = /^[A-Za-z0-9_-]{20}$/;
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z0-9-]{1,64}$/), (room) => {
			expect(roomKey(room)).not.toMatch(socketId);
			expect(roomKey(room)).toContain(room);
		})
	);
	expect(roomKey('abcdefghij0123456789')).not.toMatch(socketId);
});
