import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
	blockLength,
	faultNames,
	isBetweenMessages,
	newSeed,
	parseSeed,
	planFaults,
	serverFaultNames
} from './script.ts';

const seeds = fc.integer({ min: 0, max: 999_999 });

it('plans every fault once, in order, and ends each before the next one begins and before the run ends', () => {
	fc.assert(
		fc.property(seeds, fc.subarray([...faultNames, ...serverFaultNames]), (seed, faults) => {
			const plan = planFaults(seed, faults);
			expect(plan.map(({ fault }) => fault).sort()).toEqual([...faults].sort());
			let free = 0;
			for (const { fault, after, until } of plan) {
				expect(after).toBeGreaterThan(free);
				if (isBetweenMessages(fault)) expect(until).toBe(after);
				else expect(until - after).toBeGreaterThanOrEqual(3);
				// Leaves a client the time of two messages to reconnect.
				free = until + 2;
			}
			if (plan.length > 0) expect(free).toBeLessThan(plan.length * blockLength);
		})
	);
});

it('plans the same faults for the same seed, and different ones for different seeds', () => {
	fc.assert(
		fc.property(seeds, (seed) => {
			expect(planFaults(seed)).toEqual(planFaults(seed));
		})
	);
	const plans = new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(planFaults(seed))));
	expect(plans.size).toBeGreaterThan(10);
	expect(planFaults(1)).toMatchInlineSnapshot(`
		[
		  {
		    "after": 3,
		    "fault": "half-open",
		    "until": 7,
		  },
		  {
		    "after": 12,
		    "fault": "offline",
		    "until": 16,
		  },
		  {
		    "after": 22,
		    "fault": "slow",
		    "until": 25,
		  },
		  {
		    "after": 32,
		    "fault": "cut",
		    "until": 32,
		  },
		  {
		    "after": 42,
		    "fault": "duplicate",
		    "until": 45,
		  },
		  {
		    "after": 52,
		    "fault": "delay",
		    "until": 55,
		  },
		]
	`);
});

it.each([
	['0', 0],
	['999999', 999_999],
	['007', 7],
	['', null],
	['-1', null],
	['1.5', null],
	['1000000', null],
	['x', null],
	[null, null]
])('parses the seed %j as %j', (text, seed) => {
	expect(parseSeed(text)).toBe(seed);
});

it('parses a new seed from its own text', () => {
	for (const random of [0, 0.5, 0.999_999_99]) {
		const seed = newSeed(() => random);
		expect(parseSeed(String(seed))).toBe(seed);
	}
});
