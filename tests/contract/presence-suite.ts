import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PresenceStore } from '../../src/lib/server/realtime/broker/presence.ts';

/** The presence stores of two processes. A store in memory is used twice. */
export interface PresenceHost {
	stores: readonly [PresenceStore, PresenceStore];
	/** Advances the time of leases. */
	advance(ms: number): Promise<void>;
	close(): Promise<void>;
}

const room = 'lobby';

/** What every presence store guarantees. */
export function presenceSuite(name: string, start: () => Promise<PresenceHost>): void {
	describe(name, () => {
		let host: PresenceHost;
		let a: PresenceStore;
		let b: PresenceStore;

		beforeEach(async () => {
			host = await start();
			[a, b] = host.stores;
		});
		afterEach(() => host.close());

		const expectUsers = (...users: string[]) =>
			vi.waitFor(async () => {
				for (const store of host.stores) {
					expect(await store.list(room)).toEqual({ count: users.length, users });
				}
			});

		test('a room that nobody has entered is empty', async () => {
			expect(await a.list(room)).toEqual({ count: 0, users: [] });
		});

		test('all processes list the users in the order in which they joined', async () => {
			a.enter(room, 's1', 'ada');
			await expectUsers('ada');
			b.enter(room, 's2', 'grace hopper');
			await expectUsers('ada', 'grace hopper');
			a.leave(room, 's1');
			await expectUsers('grace hopper');
			b.leave(room, 's2');
			await expectUsers();
		});

		test('hasAtMost counts the users of all processes', async () => {
			expect(await a.hasAtMost(room, 0)).toBe(true);
			a.enter(room, 's1', 'ada');
			expect([await a.hasAtMost(room, 0), await a.hasAtMost(room, 1)]).toEqual([false, true]);
			await expectUsers('ada');
			b.enter(room, 's2', 'grace');
			expect([await b.hasAtMost(room, 1), await b.hasAtMost(room, 2)]).toEqual([false, true]);
			await expectUsers('ada', 'grace');
			expect(await a.hasAtMost(room, 1)).toBe(false);
			const before = a.hasAtMost(room, 1);
			a.leave(room, 's1');
			expect([await before, await a.hasAtMost(room, 1)]).toEqual([false, true]);
		});

		test('a user is listed immediately on the same process', async () => {
			a.enter(room, 's1', 'ada');
			expect(await a.list(room)).toEqual({ count: 1, users: ['ada'] });
		});

		test('a session counts once, until its last connection on any process leaves [presence]', async () => {
			a.enter(room, 's1', 'ada');
			a.enter(room, 's1', 'ada');
			b.enter(room, 's1', 'ada');
			await expectUsers('ada');
			a.leave(room, 's1');
			b.leave(room, 's1');
			await expectUsers('ada');
			a.leave(room, 's1');
			await expectUsers();
		});

		test('two sessions with the same name count as two', async () => {
			a.enter(room, 's1', 'ada');
			b.enter(room, 's2', 'ada');
			await expectUsers('ada', 'ada');
		});

		test('all users are counted, fifty are named [presence]', async () => {
			for (let i = 0; i < 60; i++) (i % 2 === 0 ? a : b).enter(room, `s${i}`, `user ${i}`);
			await vi.waitFor(async () => expect((await a.list(room)).count).toBe(60));
			const { users } = await b.list(room);
			expect(users).toHaveLength(50);
			expect(users).toContain('user 0');
		});

		test('rooms are separate', async () => {
			a.enter(room, 's1', 'ada');
			b.enter('elsewhere', 's2', 'grace');
			await expectUsers('ada');
		});

		test('leaving a room without being in it changes nothing', async () => {
			a.enter(room, 's1', 'ada');
			a.leave(room, 's2');
			b.leave('elsewhere', 's1');
			await expectUsers('ada');
		});

		test('a poller is present until the lease of its last poll ends, even if a connection of its session has left [presence-poller]', async () => {
			a.poll(room, 's1', 'ada', 30_000);
			await expectUsers('ada');
			await host.advance(20_000);
			b.poll(room, 's1', 'ada', 30_000);
			b.enter(room, 's1', 'ada');
			await expectUsers('ada');
			b.leave(room, 's1');
			await host.advance(29_000);
			await expectUsers('ada');
			await host.advance(2000);
			await expectUsers();
		});

		test('a connected session stays present for longer than its lease', async () => {
			a.enter(room, 's1', 'ada');
			b.enter(room, 's2', 'grace');
			await host.advance(600_000);
			await expectUsers('ada', 'grace');
		});

		test('every process is notified of changes, and only of changes', async () => {
			const [onA, onB] = [vi.fn(), vi.fn()];
			const stops = [await a.watch(room, onA), await b.watch(room, onB)];
			a.enter(room, 's1', 'ada');
			await vi.waitFor(() =>
				expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([1, 1])
			);
			a.enter(room, 's1', 'ada');
			b.poll(room, 's1', 'ada', 1000);
			b.enter('elsewhere', 's2', 'grace');
			a.leave(room, 's1');
			await host.advance(1500);
			await vi.waitFor(() =>
				expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([1, 1])
			);
			a.leave(room, 's1');
			await vi.waitFor(() =>
				expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([2, 2])
			);
			for (const stop of stops) stop();
			a.enter(room, 's3', 'eve');
			await expectUsers('eve');
			expect([onA.mock.calls.length, onB.mock.calls.length]).toEqual([2, 2]);
		});
	});
}
