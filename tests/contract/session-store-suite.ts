import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Identity } from '../../src/lib/server/realtime/session/identity.ts';
import type { SessionStore } from '../../src/lib/server/realtime/session/store.ts';

/** The stores of two instances that share sessions. In memory both are the same store. */
export interface SharedStore {
	stores: readonly [SessionStore, SessionStore];
	close(): Promise<void>;
}

let sessionCount = 0;

export const session = (ttlMs = 60_000): Identity => ({
	sessionId: `s${++sessionCount}`,
	user: 'Ada 花子 "<',
	expiresAt: Date.now() + ttlMs
});

/** What every session store guarantees. */
export function sessionStoreSuite(name: string, start: () => Promise<SharedStore>): void {
	describe(name, () => {
		let shared: SharedStore;
		let a: SessionStore;
		let b: SessionStore;
		beforeEach(async () => {
			shared = await start();
			[a, b] = shared.stores;
		});
		afterEach(() => shared.close());

		test('ending a session ends it on all instances and notifies each of them once', async () => {
			const notified: string[][] = [[], []];
			for (const [i, store] of shared.stores.entries()) {
				store.onEnded((ids) => notified[i]?.push(...ids));
			}
			const [one, two] = [session(), session()];
			await a.end(one);
			expect(a.hasEnded(one.sessionId)).toBe(true);
			await vi.waitFor(() => expect(b.hasEnded(one.sessionId)).toBe(true));
			expect(b.hasEnded(two.sessionId)).toBe(false);
			await b.end(one);
			await b.end(two);
			await vi.waitFor(() => expect(a.hasEnded(two.sessionId)).toBe(true));
			for (const ids of notified) expect(ids).toEqual([one.sessionId, two.sessionId]);
		});

		test('the end of a guest session or an expired session is not stored', async () => {
			const guest = { ...session(), expiresAt: null };
			const old = session(-1);
			await a.end(guest);
			await a.end(old);
			expect([guest, old].map(({ sessionId }) => a.hasEnded(sessionId))).toEqual([false, false]);
		});

		test('A4: a ticket can be redeemed only once, whichever instance asks first', async () => {
			const identity = session();
			await a.keepTicket('ticket', identity, 10_000);
			const answers = await Promise.all([a, b, a, b].map((store) => store.takeTicket('ticket')));
			expect(answers.filter((answer) => answer !== null)).toEqual([identity]);
			expect(await b.takeTicket('ticket')).toBeNull();
		});

		test('a ticket expires after its TTL', async () => {
			const tickets = Array.from({ length: 200 }, (_, n) => `t${n}`);
			for (const ticket of tickets) await a.keepTicket(ticket, session(), 30);
			// Each attempt takes another ticket, because a ticket is gone once it is taken.
			await vi.waitFor(async () => {
				expect(await b.takeTicket(tickets.pop() ?? 'no ticket left')).toBeNull();
			});
			expect(tickets.length).toBeGreaterThan(0);
		});

		test('redeeming an unknown ticket returns null', async () => {
			for (const ticket of ['', '__proto__', 'a:b {c}', 'x'.repeat(10_000)]) {
				expect(await a.takeTicket(ticket)).toBeNull();
			}
		});
	});
}
