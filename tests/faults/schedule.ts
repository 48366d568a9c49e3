import fc from 'fast-check';

/** What can befall instances, their Redis and the cable in between. */
export type Fault =
	| 'kill'
	| 'term'
	| 'freeze'
	| 'thaw'
	| 'sever'
	| 'cut'
	| 'mend'
	| 'pause'
	| 'resume'
	| 'restart'
	| 'flush'
	| 'save';

export type Step =
	| { do: 'say'; who: number; count: number }
	| { do: 'wait'; turns: number }
	| { do: Fault; who: number };

/** Some messages, some faults, in any order. */
export function schedule(...faults: Fault[]): fc.Arbitrary<Step[]> {
	const say = fc.record({
		do: fc.constant('say' as const),
		who: fc.nat(1),
		count: fc.integer({ min: 1, max: 8 })
	});
	const wait = fc.record({ do: fc.constant('wait' as const), turns: fc.nat(5) });
	const fault = fc.record({ do: fc.constantFrom(...faults), who: fc.nat(1) });
	return fc.array(
		fc.oneof(
			{ arbitrary: say, weight: 4 },
			{ arbitrary: wait, weight: 1 },
			{ arbitrary: fault, weight: 3 }
		),
		{ minLength: 3, maxLength: 10 }
	);
}
