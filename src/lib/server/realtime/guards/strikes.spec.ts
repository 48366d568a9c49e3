import { expect, it } from 'vitest';
import { malformedStrikeCounter, Strikes } from './strikes.ts';

it('reports true at the limit, not before', () => {
	const strikes = new Strikes(3, 1000);
	expect([0, 1, 2].map((now) => strikes.add(now))).toEqual([false, false, true]);
});

it('forgets strikes that are older than the window', () => {
	const strikes = new Strikes(3, 1000);
	expect([0, 500, 1000, 1400].map((now) => strikes.add(now))).toEqual([false, false, false, true]);
});

it('never reaches the limit when strikes are slow', () => {
	const strikes = malformedStrikeCounter();
	expect(Array.from({ length: 200 }, (_, n) => strikes.add(n * 527)).some(Boolean)).toBe(false);
});

it('tolerates 19 malformed messages in ten seconds', () => {
	const strikes = malformedStrikeCounter();
	expect(Array.from({ length: 20 }, (_, n) => strikes.add(n)).indexOf(true)).toBe(19);
});
