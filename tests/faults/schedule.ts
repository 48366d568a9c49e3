import fc from 'fast-check';
import type { RedisFault } from '../support/redis-faults.ts';

/** Faults of instances, their Redis and the connection in between. */
export type Fault = 'kill' | 'term' | 'freeze' | 'thaw' | RedisFault;

export type Step =
	| { do: 'publish'; who: number; count: number }
	| { do: 'wait'; turns: number }
	| { do: Fault; who: number };

/** The kinds of Redis, and the faults that each gets in addition to `everywhere`. */
export const redisKinds = {
	'that persists every write': { appendOnly: true, faults: ['restart'] },
	'that loses data': { appendOnly: false, faults: ['restart', 'flush', 'save'] }
} as const;

/** The faults that both kinds of Redis get. */
export const everywhere = [
	'kill',
	'term',
	'freeze',
	'thaw',
	'drop',
	'stall',
	'unstall',
	'pause',
	'resume'
] as const;

/** Messages and faults in any order. */
export function schedule(...faults: Fault[]): fc.Arbitrary<Step[]> {
	const publish = fc.record({
		do: fc.constant('publish' as const),
		who: fc.nat(1),
		count: fc.integer({ min: 1, max: 8 })
	});
	const wait = fc.record({ do: fc.constant('wait' as const), turns: fc.nat(5) });
	const fault = fc.record({ do: fc.constantFrom(...faults), who: fc.nat(1) });
	return fc.array(
		fc.oneof(
			{ arbitrary: publish, weight: 4 },
			{ arbitrary: wait, weight: 1 },
			{ arbitrary: fault, weight: 3 }
		),
		{ minLength: 3, maxLength: 10 }
	);
}
