import { afterEach, describe, expect, it, vi } from 'vitest';
import { guestKey, isGuest } from './identity.ts';
import { MemorySessionStore } from './memory-store.ts';
import { Sessions } from './sessions.ts';

const config = {
	jwtSecret: new Uint8Array(32).fill(7),
	sessionTtlSeconds: 60,
	requireAuth: false
};
const unauthorised = { problem: { code: 'unauthorised' } };

function head(headers: Record<string, string> = {}) {
	return { header: (name: string) => headers[name], isSecure: false, address: '' };
}

afterEach(() => vi.useRealTimers());

describe('Sessions.of', () => {
	it('prefers the bearer token to the cookie, and either to a guest', async () => {
		const sessions = new Sessions(config, new MemorySessionStore());
		const [ada, bob] = [await sessions.open('Ada'), await sessions.open('Bob')];
		const cookie = `a=b; wirelab_session=${ada.token}; c=d`;
		const both = head({ cookie, authorization: `bearer ${bob.token}` });
		expect(await sessions.of(both)).toEqual({ identity: bob.identity, isCookieStale: false });
		expect(await sessions.of(head({ cookie }))).toEqual({
			identity: ada.identity,
			isCookieStale: false
		});
		expect((await sessions.of(head())).identity?.user).toMatch(/^guest-[a-z0-9]{4}$/);
	});

	it('keeps the guest of an address the same, however many other addresses appear', async () => {
		const sessions = new Sessions(config, new MemorySessionStore());
		const guest = async (address: string) => (await sessions.of(head(), { address })).identity;
		const first = await guest('192.0.2.1');
		expect(await guest('192.0.2.1')).toEqual(first);
		const guests = new Set([first?.sessionId]);
		for (let n = 0; n < 1500; n++) guests.add((await guest(`2001:db8:0:${n}::`))?.sessionId);
		expect(guests.size).toBe(1501);
		expect(await guest('192.0.2.1')).toEqual(first);
	});

	it('ignores other authorization schemes', async () => {
		const sessions = new Sessions(config, new MemorySessionStore());
		const { identity } = await sessions.of(head({ authorization: 'Basic dXNlcjpwYXNz' }));
		expect(identity && isGuest(identity)).toBe(true);
	});
});

it('gives a guest with a key the same identity on every instance, and no other guest that identity', async () => {
	const instances = [1, 2].map(() => new Sessions(config, new MemorySessionStore()));
	const key = 'k'.repeat(24);
	const [first, second] = await Promise.all(instances.map((each) => each.of(head(), { key })));
	expect(first).toEqual(second);
	const others = [{ key: 'l'.repeat(24) }, { address: key }, undefined];
	for (const seed of others) {
		expect((await instances[0]?.of(head(), seed))?.identity).not.toEqual(first?.identity);
	}
});

it.each([
	null,
	undefined,
	'',
	'k'.repeat(19),
	'k'.repeat(65),
	'K'.repeat(24),
	`${'k'.repeat(24)}-`
])('ignores the guest key %j', (sent) => expect(guestKey(sent)).toBeUndefined());

it('rejects the token and the tickets of a session that has ended', async () => {
	const sessions = new Sessions(config, new MemorySessionStore());
	const { token, identity } = await sessions.open('Ada');
	const { ticket } = await sessions.issueTicket(identity);
	await sessions.end(identity);
	await expect(sessions.verify(token)).rejects.toMatchObject(unauthorised);
	await expect(sessions.redeemTicket(ticket)).rejects.toMatchObject(unauthorised);
});

describe('a ticket', () => {
	it('can be redeemed once', async () => {
		const sessions = new Sessions(config, new MemorySessionStore());
		const { identity } = await sessions.open('Ada');
		const { ticket, expiresIn } = await sessions.issueTicket(identity);
		expect(expiresIn).toBe(30);
		expect(ticket).toMatch(/^[\w-]{22}$/);
		expect(await sessions.redeemTicket(ticket)).toEqual(identity);
		await expect(sessions.redeemTicket(ticket)).rejects.toMatchObject(unauthorised);
	});

	it('is valid for thirty seconds [ticket]', async () => {
		const sessions = new Sessions(config, new MemorySessionStore());
		const { identity } = await sessions.open('Ada');
		vi.useFakeTimers({ toFake: ['performance'] });
		const first = await sessions.issueTicket(identity);
		const second = await sessions.issueTicket(identity);
		vi.advanceTimersByTime(29_999);
		expect(await sessions.redeemTicket(first.ticket)).toEqual(identity);
		vi.advanceTimersByTime(1);
		await expect(sessions.redeemTicket(second.ticket)).rejects.toMatchObject(unauthorised);
	});
});
