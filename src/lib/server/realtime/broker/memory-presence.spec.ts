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

it('lists at most fifty names, but counts everybody', async () => {
	for (let n = 0; n < 60; n++) presence.enter('r', `s${n}`, `user ${n}`);
	const { count, users } = await presence.list('r');
	expect([count, users.length, users[0]]).toEqual([60, 50, 'user 0']);
});

it('counts a polling session until its timeout after the last poll', async () => {
	presence.poll('r', 'a', 'Ada', 1000);
	vi.advanceTimersByTime(900);
	presence.poll('r', 'a', 'Ada', 1000);
	vi.advanceTimersByTime(999);
	expect((await presence.list('r')).count).toBe(1);
	vi.advanceTimersByTime(1);
	expect((await presence.list('r')).count).toBe(0);
});

it('counts a session that polls and is connected until both have ended', async () => {
	presence.enter('r', 'a', 'Ada');
	presence.poll('r', 'a', 'Ada', 1000);
	presence.leave('r', 'a');
	expect((await presence.list('r')).count).toBe(1);
	vi.advanceTimersByTime(1000);
	expect((await presence.list('r')).count).toBe(0);
});

it('notifies a watcher of changes only, until it stops watching', async () => {
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
