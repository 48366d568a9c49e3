import { expect, it } from 'vitest';
import { parseShape } from './client-event.ts';
import { JoinRoomSchema, LeaveRoomSchema, RoomMessageSchema } from './socket-io.ts';

it.each([
	[{ room: [] }, 'bad_room'],
	[{ room: '' }, 'bad_room'],
	[{ room: 'x2Kd8-SocketId_AAAB' }, 'bad_room'],
	[{ room: ['general'] }, 'bad_room'],
	[{}, 'bad_room'],
	[null, 'bad_message'],
	[undefined, 'bad_message'],
	['general', 'bad_message'],
	[{ room: 'general', after: 'nonsense' }, 'bad_cursor'],
	[{ room: 'general', after: 5 }, 'bad_cursor']
])('I7 I8: rejects joining %j with %s', (value, code) => {
	expect(parseShape(JoinRoomSchema, value)).toMatchObject({ ok: false, problem: { code } });
});

it('I9: keeps only the fields of a message that a client may set', () => {
	const value = { room: 'general', text: 'hi', user: 'admin', id: 'e.9' };
	expect(parseShape(RoomMessageSchema, value)).toEqual({
		ok: true,
		value: { room: 'general', text: 'hi' }
	});
	expect(parseShape(LeaveRoomSchema, value)).toEqual({ ok: true, value: { room: 'general' } });
});
