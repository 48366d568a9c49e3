import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Presence } from '../../../protocol/message.ts';
import { MemoryPresence } from '../broker/memory-presence.ts';
import type { Connection, RoomEvent } from '../connection.ts';
import { RoomPresence } from './presence.ts';
import { newGuest, type Identity } from '../session/identity.ts';

class Listener implements Connection {
	readonly id = 'c';
	readonly transport = 'websocket';
	readonly fanout = {
		group: () => {
			throw new Error('RoomPresence must not create a group');
		}
	};
	identity: Identity = newGuest();
	readonly received: RoomEvent[] = [];
	send(event: RoomEvent) {
		this.received.push(event);
	}
	deliver() {}
	async drained() {}
	close() {}
}

let store: MemoryPresence;
let room: RoomPresence;
let toAll: Presence[];
beforeEach(() => {
	vi.useFakeTimers();
	store = new MemoryPresence();
	toAll = [];
	room = new RoomPresence('r', store, (presence) => toAll.push(presence));
});
afterEach(() => {
	room.close();
	store.close();
	vi.useRealTimers();
});

function join(listener = new Listener()) {
	room.add(listener);
	room.addNewcomer(listener);
	return listener;
}

it('notifies everybody at most once a second, with the state at the end of that second [presence-pace]', async () => {
	const first = join();
	await vi.advanceTimersByTimeAsync(0);
	expect(toAll.map(({ count }) => count)).toEqual([1]);
	for (let n = 0; n < 5; n++) room.remove(join());
	const last = join();
	await vi.advanceTimersByTimeAsync(999);
	expect(toAll).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(toAll.at(-1)).toEqual({
		room: 'r',
		count: 2,
		users: [first.identity.user, last.identity.user]
	});
	expect(toAll).toHaveLength(2);
});

it('notifies at most once a second and misses no change, however slowly the store replies', async () => {
	const list = store.list.bind(store);
	// the first replies are delayed, each less than the previous one
	const delays = [900, 600, 300, 0];
	vi.spyOn(store, 'list').mockImplementation(async (name) => {
		const delay = delays.shift() ?? 0;
		await new Promise((resolve) => setTimeout(resolve, delay));
		return list(name);
	});
	const sentAt: number[] = [];
	room = new RoomPresence('r', store, (presence) => {
		sentAt.push(performance.now());
		toAll.push(presence);
	});
	for (let n = 0; n < 20; n++) {
		join();
		await vi.advanceTimersByTimeAsync(200);
	}
	await vi.advanceTimersByTimeAsync(5_000);
	const pauses = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
	expect(pauses.length).toBeGreaterThan(1);
	expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
	expect(toAll.at(-1)?.count).toBe(20);
});

it('sends the list only to the newcomer when the list has not changed', async () => {
	const first = join();
	await vi.advanceTimersByTimeAsync(0);
	const again = new Listener();
	again.identity = first.identity;
	join(again);
	await vi.advanceTimersByTimeAsync(1000);
	expect(toAll).toHaveLength(1);
	expect(again.received).toMatchObject([{ type: 'presence', count: 1 }]);
	expect(first.received).toEqual([]);
});

it('updates the name of a user who signs in', async () => {
	const listener = join();
	listener.identity = { sessionId: 's', user: 'Ada', expiresAt: null };
	room.updateIdentity(listener);
	await vi.advanceTimersByTimeAsync(0);
	expect(toAll).toEqual([{ room: 'r', count: 1, users: ['Ada'] }]);
	room.remove(listener);
	expect(await store.list('r')).toEqual({ count: 0, users: [] });
	room.updateIdentity(listener);
	expect(await store.list('r')).toEqual({ count: 0, users: [] });
});

it('recovers after the store was unreachable', async () => {
	const watch = vi.spyOn(store, 'watch').mockRejectedValueOnce(new Error('away'));
	vi.spyOn(store, 'list').mockRejectedValueOnce(new Error('away'));
	join();
	await vi.advanceTimersByTimeAsync(0);
	expect(toAll).toEqual([]);
	join();
	await vi.advanceTimersByTimeAsync(1000);
	expect(watch).toHaveBeenCalledTimes(2);
	expect(toAll).toMatchObject([{ count: 2 }]);
});

it('leaves no timer and no watcher behind', async () => {
	join();
	await vi.advanceTimersByTimeAsync(0);
	join();
	room.close();
	await vi.advanceTimersByTimeAsync(0);
	expect(vi.getTimerCount()).toBe(0);
	store.enter('r', 'x', 'X');
	await vi.advanceTimersByTimeAsync(5000);
	expect(toAll).toHaveLength(1);
});
