import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryPresence } from './memory-presence.ts';

let presence: MemoryPresence;
beforeEach(() => {
	vi.useFakeTimers();
	presence = new MemoryPresence();
});
afterEach(() => {
	presence.close();
	vi.useRealTimers();
});

it('counts a session once, however many connections it has', async () => {
	presence.enter('r', 'a', 'Ada');
	presence.enter('r', 'a', 'Ada');
	presence.enter('r', 'b', 'Bob');
	expect(await presence.list('r')).toEqual({ count: 2, users: ['Ada', 'Bob'] });
	presence.leave('r', 'a');
	expect(await presence.list('r')).toEqual({ count: 2, users: ['Ada', 'Bob'] });
	presence.leave('r', 'a');
	expect(await presence.list('r')).toEqual({ count: 1, users: ['Bob'] });
	presence.leave('r', 'nobody');
	presence.leave('other', 'b');
	expect(await presence.list('other')).toEqual({ count: 0, users: [] });
});

it('names at most fifty, and counts all', async () => {
	for (let n = 0; n < 60; n++) presence.enter('r', `s${n}`, `user ${n}`);
	const { count, users } = await presence.list('r');
	expect([count, users.length, users[0]]).toEqual([60, 50, 'user 0']);
});

it('counts who polls until the time after the last poll is over', async () => {
	presence.poll('r', 'a', 'Ada', 1000);
	vi.advanceTimersByTime(900);
	presence.poll('r', 'a', 'Ada', 1000);
	vi.advanceTimersByTime(999);
	expect((await presence.list('r')).count).toBe(1);
	vi.advanceTimersByTime(1);
	expect((await presence.list('r')).count).toBe(0);
});

it('keeps a session that polls and is connected until both are over', async () => {
	presence.enter('r', 'a', 'Ada');
	presence.poll('r', 'a', 'Ada', 1000);
	presence.leave('r', 'a');
	expect((await presence.list('r')).count).toBe(1);
	vi.advanceTimersByTime(1000);
	expect((await presence.list('r')).count).toBe(0);
});

it('tells of changes, and only of these, until one stops listening', async () => {
	const onChange = vi.fn();
	const stop = await presence.watch('r', onChange);
	presence.enter('r', 'a', 'Ada');
	presence.enter('r', 'a', 'Ada');
	presence.leave('r', 'a');
	presence.enter('other', 'b', 'Bob');
	expect(onChange).toHaveBeenCalledTimes(1);
	presence.leave('r', 'a');
	expect(onChange).toHaveBeenCalledTimes(2);
	stop();
	presence.enter('r', 'a', 'Ada');
	expect(onChange).toHaveBeenCalledTimes(2);
});
