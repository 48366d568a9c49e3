import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newestLength } from '$lib/protocol/message.ts';
import type { TransportName } from '$lib/protocol/transport.ts';
import {
	lineFaultNames,
	faultsOf,
	isBetweenMessages,
	lengthOf,
	newSeed,
	parseSeed,
	planFaults,
	serverFaultNames
} from './script.ts';

const seeds = fc.integer({ min: 0, max: 999_999 });

const transports = fc.constantFrom<TransportName[]>(
	...(['sse', 'long-polling', 'websocket', 'socket-io', 'query-live'] as const)
);

it('plans every fault once, in any order, and ends each before the next one begins and before the run ends', () => {
	const some = fc.subarray([...lineFaultNames, ...serverFaultNames]);
	fc.assert(
		fc.property(seeds, transports, some, (seed, transport, faults) => {
			const plan = planFaults(seed, transport, faults);
			expect(plan.map(({ fault }) => fault).sort()).toEqual([...faults].sort());
			let free = 0;
			for (const { fault, after, until, end } of plan) {
				expect(after).toBeGreaterThan(free);
				if (isBetweenMessages(fault)) expect(until).toBe(after);
				else expect(until - after).toBeGreaterThanOrEqual(3);
				// Leaves a client the time of two messages to reconnect.
				free = until + 2;
				expect(end).toBeGreaterThanOrEqual(free);
			}
			expect(lengthOf(plan)).toBe(plan.at(-1)?.end ?? 0);
		})
	);
});

it('with query.live, only half-open and offline last for more messages than a value holds', () => {
	fc.assert(
		fc.property(seeds, (seed) => {
			for (const { fault, after, until } of planFaults(seed, 'query-live'))
				expect(until - after > newestLength).toBe(fault === 'half-open' || fault === 'offline');
		})
	);
});

it('offers duplicate only where it has an effect: not with long-polling or query.live', () => {
	for (const transport of ['sse', 'websocket', 'socket-io'] as const)
		expect(faultsOf(transport)).toEqual(lineFaultNames);
	for (const transport of ['long-polling', 'query-live'] as const)
		expect(faultsOf(transport)).toEqual(lineFaultNames.filter((fault) => fault !== 'duplicate'));
});

it('plans the same faults for the same seed, and different ones for different seeds', () => {
	fc.assert(
		fc.property(seeds, transports, (seed, transport) => {
			expect(planFaults(seed, transport)).toEqual(planFaults(seed, transport));
		})
	);
	const plans = new Set(
		Array.from({ length: 20 }, (_, seed) => JSON.stringify(planFaults(seed, 'sse')))
	);
	expect(plans.size).toBeGreaterThan(10);
	expect(planFaults(1, 'sse')).toEqual([
		{ fault: 'half-open', after: 3, until: 7, end: 10 },
		{ fault: 'offline', after: 12, until: 16, end: 20 },
		{ fault: 'slow', after: 22, until: 25, end: 30 },
		{ fault: 'cut', after: 32, until: 32, end: 40 },
		{ fault: 'duplicate', after: 42, until: 45, end: 50 },
		{ fault: 'delay', after: 52, until: 55, end: 60 }
	]);
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
