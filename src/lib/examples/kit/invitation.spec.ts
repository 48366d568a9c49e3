import { expect, it } from 'vitest';
import { invitation, invitedRoom } from './invitation.ts';

const room = 'cursors-abcdefghijklmnopqrst';
const page = 'https://example.com/examples/cursors/?x=1#build';

it('parses the link that it creates', () => {
	expect(invitation({ room }, page)).toBe(`https://example.com/examples/cursors/#room=${room}`);
	const link = invitation({ job: room, name: '朝子 & 夕子' }, page);
	expect(invitedRoom(new URL(link).hash, 'job')).toBe(room);
	expect(invitedRoom(new URL(link).hash)).toBeNull();
});

it.each(['', '#build', '#room=', '#room=general', `#room=../${room}`])(
	'finds no room in the hash "%s"',
	(hash) => {
		expect(invitedRoom(hash)).toBeNull();
	}
);
