import { expect, it } from 'vitest';
import { ownRoom, socketAddress } from './room.ts';

const room = 'cursors-abcdefghijklmnopqrst';

it('keeps its room over a reload, and works without storage', () => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
	const own = ownRoom(() => storage);
	expect(own).toMatch(/^cursors-[a-z0-9]{24}$/);
	expect(ownRoom(() => storage)).toBe(own);
	const forbidden = () => {
		throw new DOMException('forbidden', 'SecurityError');
	};
	expect(ownRoom(forbidden)).toMatch(/^cursors-/);
});

it('connects to the host of the page and resumes after the last entry', () => {
	expect(socketAddress(room, null, 'https://example.com/examples/cursors/#x').href).toBe(
		`wss://example.com/api/examples/cursors/socket?room=${room}`
	);
	expect(socketAddress(room, 'a.3', 'http://localhost:3000/').href).toBe(
		`ws://localhost:3000/api/examples/cursors/socket?room=${room}&after=a.3`
	);
});
