import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redisLimiter } from '../broker/redis/limiter.ts';
import { newGuest, type Identity } from '../session/identity.ts';
import { Refusal } from '../refusal.ts';
import { RateLimit } from './messages.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const setting = { points: 2, seconds: 10 };
const session: Identity = { sessionId: 's', user: 'Ada', expiresAt: 1e15 };
const of = (identity: Identity, connection: string | null = 'c', address = 'a') => ({
	identity,
	connection,
	address
});
const refused = { problem: { code: 'rate_limited', retryAfterMs: expect.any(Number) } };

it('reports how long to wait, and resets when the window ends', async () => {
	const limit = new RateLimit(setting);
	await limit.take(of(session));
	vi.advanceTimersByTime(4_000);
	await limit.take(of(session, 'another'));
	await expect(limit.take(of(session))).rejects.toMatchObject({ problem: { retryAfterMs: 6_000 } });
	vi.advanceTimersByTime(6_000);
	await limit.take(of(session));
});

it('L1: forgets connections, sessions and addresses when their window ends', async () => {
	const limit = new RateLimit(setting);
	for (let n = 0; n < 200; n++) {
		await limit.take(of(newGuest(), `c${n}`, `a${n}`));
		await limit.take(of(newGuest(), null, `a${n}`));
		await limit.take(of({ ...session, sessionId: `s${n}` }));
	}
	expect(vi.getTimerCount()).toBeGreaterThan(200);
	vi.advanceTimersByTime(10_000);
	expect(vi.getTimerCount()).toBe(0);
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', ''])(
	'counts a session named "%s" like any other',
	async (name) => {
		const limit = new RateLimit(setting);
		const author = of({ ...session, sessionId: name });
		await limit.take(author);
		await limit.take(author);
		await expect(limit.take(author)).rejects.toMatchObject(refused);
	}
);

it.each([
	[
		'not ready',
		{ isReady: false, run: vi.fn(() => Promise.reject(new Error('must not be asked'))) }
	],
	[
		'lost during the request',
		{ isReady: true, run: () => Promise.reject(new Refusal('broker_unavailable')) }
	]
])('L5: each instance counts for itself when Redis is %s', async (_, runner) => {
	const limit = new RateLimit(setting, (keyPrefix, points) =>
		redisLimiter(runner, { keyPrefix, points, duration: setting.seconds })
	);
	await limit.take(of(session));
	await limit.take(of(session));
	await expect(limit.take(of(session))).rejects.toMatchObject(refused);
});

/** A limit in a Redis that counts until `reset`. Its window always has nine seconds left. */
function limitInRedis() {
	let consumed = 0;
	const run = vi.fn(() => Promise.resolve([String(++consumed), '9000']));
	const limit = new RateLimit(setting, (keyPrefix, points) =>
		redisLimiter({ isReady: true, run }, { keyPrefix, points, duration: setting.seconds })
	);
	return { limit, run, reset: () => (consumed = 0) };
}

it('does not query Redis again about a key that is over the limit', async () => {
	const { limit, run } = limitInRedis();
	for (let n = 0; n < 2; n++) await limit.take(of(session));
	for (let n = 0; n < 100; n++) {
		await expect(limit.take(of(session))).rejects.toMatchObject({
			problem: { retryAfterMs: 9_000 }
		});
	}
	expect(run).toHaveBeenCalledTimes(3);
});

describe('L8: after the clock has been set back by an hour', () => {
	it('a limit in memory asks for no wait longer than its window', async () => {
		const limit = new RateLimit(setting);
		for (let n = 0; n < 2; n++) await limit.take(of(session));
		vi.setSystemTime(Date.now() - 3_600_000);
		await expect(limit.take(of(session))).rejects.toMatchObject({
			problem: { retryAfterMs: 10_000 }
		});
		vi.advanceTimersByTime(10_000);
		await limit.take(of(session));
	});

	it('a limit in Redis rejects nothing that Redis would accept', async () => {
		const { limit, reset } = limitInRedis();
		for (let n = 0; n < 2; n++) await limit.take(of(session));
		await expect(limit.take(of(session))).rejects.toMatchObject(refused);
		vi.setSystemTime(Date.now() - 3_600_000);
		await expect(limit.take(of(session))).rejects.toMatchObject({
			problem: { retryAfterMs: 10_000 }
		});
		reset(); // the window of Redis has ended
		await limit.take(of(session));
	});
});

it('counts control events separately from messages [settings-rate-control]', async () => {
	const made: string[] = [];
	const make = (name: string, points: number) => {
		made.push(name);
		return new RateLimiterMemory({ keyPrefix: name, points, duration: setting.seconds });
	};
	const [messages, controls] = [
		new RateLimit(setting, make),
		new RateLimit(setting, make, 'control')
	];
	expect(new Set(made).size).toBe(6);
	for (const limit of [messages, controls]) {
		for (let n = 0; n < 2; n++) await limit.take(of(session));
		await expect(limit.take(of(session))).rejects.toMatchObject(refused);
	}
});
