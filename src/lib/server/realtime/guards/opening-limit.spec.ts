import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OpeningLimit } from './opening-limit.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

/** How many of `count` openings in a row are granted. */
function granted(openings: OpeningLimit, address: string, count: number): number {
	let sum = 0;
	for (let i = 0; i < count; i++) {
		try {
			openings.take(address);
			sum++;
		} catch (error) {
			expect(error).toMatchObject({ problem: { code: 'rate_limited' } });
			expect(error).toHaveProperty('problem.retryAfterMs', expect.any(Number));
		}
	}
	return sum;
}

it('V14: lets an address open what it may have, all at once, then slows it down, and no other', () => {
	const openings = new OpeningLimit({ maxConnectionsPerIp: 100 });
	expect(granted(openings, '192.0.2.1', 200)).toBe(120);
	expect(granted(openings, '192.0.2.2', 100)).toBe(100);
	vi.advanceTimersByTime(1000);
	expect(granted(openings, '192.0.2.1', 200)).toBe(4);
});

it('counts nothing where addresses have no limit', () => {
	expect(granted(new OpeningLimit({ maxConnectionsPerIp: 0 }), '192.0.2.1', 1000)).toBe(1000);
});
