import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OpeningLimit } from './opening-limit.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

/** How many of `count` consecutive openings are granted. */
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

it('V14: lets an address open its full allowance at once, then throttles only that address', () => {
	const openings = new OpeningLimit({ maxConnectionsPerIp: 100 });
	expect(granted(openings, '192.0.2.1', 200)).toBe(120);
	expect(granted(openings, '192.0.2.2', 100)).toBe(100);
	vi.advanceTimersByTime(1000);
	expect(granted(openings, '192.0.2.1', 200)).toBe(4);
});

it('does not limit openings where addresses have no connection limit', () => {
	expect(granted(new OpeningLimit({ maxConnectionsPerIp: 0 }), '192.0.2.1', 1000)).toBe(1000);
});
