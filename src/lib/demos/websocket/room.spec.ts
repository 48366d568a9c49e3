import { describe, expect, it } from 'vitest';
import { isUnguessable } from '$lib/protocol/room.ts';
import { invitation, invitedRoom, ownRoom } from './room.ts';

const page = 'https://wirelab.example/guide/?x=1#part';
const room = 'chat-abcdefghijklmnopqrstuvwx';

describe('the room of the chat', () => {
	it('is unguessable and stays the same over a reload', () => {
		const kept = new Map<string, string>();
		const storage = {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value)
		};
		const first = ownRoom(() => storage);
		expect(isUnguessable(first)).toBe(true);
		expect(ownRoom(() => storage)).toBe(first);
	});

	it('works without storage', () => {
		const deny = () => {
			throw new DOMException('no', 'SecurityError');
		};
		expect(isUnguessable(ownRoom(deny))).toBe(true);
	});

	it('is part of a link to the same page', () => {
		const link = invitation(room, page);
		expect(new URL(link).origin + new URL(link).pathname).toBe('https://wirelab.example/guide/');
		expect(invitedRoom(link)).toBe(room);
	});

	it.each(['', '?room=', '?room=general', '?room=../../x', `?room=${room.toUpperCase()}`])(
		'is not taken from "%s"',
		(search) => {
			expect(invitedRoom(`https://wirelab.example/${search}`)).toBeNull();
		}
	);
});
