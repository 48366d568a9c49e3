import fc from 'fast-check';
import type { RedisFault } from '../support/redis-faults.ts';

/** Faults of instances, their Redis and the connection in between. */
export type Fault = 'kill' | 'term' | 'freeze' | 'thaw' | RedisFault;

export type Step =
	| { do: 'publish'; who: number; count: number }
	| { do: 'wait'; turns: number }
	| { do: Fault; who: number };

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
