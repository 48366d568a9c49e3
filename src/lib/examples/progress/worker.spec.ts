import { expect, it } from 'vitest';
import code from './count.worker.js?raw';
import { run, type Counted } from './worker.server.ts';

async function count(
	upTo: number,
	{ failHalfway = false, deadlineMs = 30_000, script = code } = {}
) {
	const reports: Counted[] = [];
	const work = { upTo, failHalfway };
	const { ended } = run(script, work, { deadlineMs, counted: (counted) => reports.push(counted) });
	return { ending: await ended, last: reports.at(-1), reports };
}

// The values of π(x): https://oeis.org/A006880 for powers of ten.
it.each([
	[1, 0],
	[2, 1],
	[3, 2],
	[10, 4],
	[100, 25],
	[999_999, 78_498],
	[1_000_000, 78_498],
	[1_000_003, 78_499],
	[10_000_000, 664_579]
])('counts the primes up to %d', async (upTo, primes) => {
	const { ending, last } = await count(upTo);
	expect(ending).toBe('done');
	expect(last).toEqual({ done: upTo, primes });
});

it('reports progress a few times, not after every step', async () => {
	const { reports } = await count(300_000_000);
	expect(reports.length).toBeGreaterThan(1);
	expect(reports.length).toBeLessThan(100);
	expect(reports.map(({ done }) => done)).toEqual(
		reports.map(({ done }) => done).sort((a, b) => a - b)
	);
});

it.each([
	['exits on purpose', code, true],
	['throws', `throw new Error('a bug')`, false],
	['has a syntax error', `{{{`, false],
	['reports nothing', ``, false],
	['exceeds its memory limit', `const all = []; for (;;) all.push({ all: [all] });`, false]
])('a worker that %s fails, and the process continues', async (_, script, failHalfway) => {
	expect((await count(10_000_000, { script, failHalfway })).ending).toBe('failed');
});

it('a worker that never ends is terminated at its deadline', async () => {
	expect((await count(1, { script: 'for (;;);', deadlineMs: 50 })).ending).toBe('overdue');
});

it('a worker can be stopped in the middle of its work', async () => {
	const { ended, stop } = run(
		code,
		{ upTo: 10_000_000_000, failHalfway: false },
		{ deadlineMs: 60_000, counted: () => stop('cancelled') }
	);
	expect(await ended).toBe('cancelled');
});
