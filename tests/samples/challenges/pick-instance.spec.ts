import { expect, test } from 'vitest';
import { pickInstance } from './pick-instance.ts';

const one = { id: 'one', ready: true, connections: 5 };
const two = { id: 'two', ready: true, connections: 3 };

test('a request with the cookie goes to the same instance, however busy it is', () => {
	expect(pickInstance('theme=dark; instance=one', [one, two])).toBe(one);
	expect(pickInstance('instance=one', [two, one])).toBe(one);
});

test('a request without the cookie goes to the instance with the fewest connections', () => {
	expect(pickInstance('', [one, two])).toBe(two);
	expect(pickInstance('theme=dark', [two, one])).toBe(two);
});

test('an instance that is not ready gets no request, not even with its cookie', () => {
	expect(pickInstance('instance=one', [{ ...one, ready: false }, two])).toBe(two);
	expect(pickInstance('instance=one', [{ ...one, ready: false }])).toBeNull();
});

test('the cookie of an unknown instance, or a similar name, is ignored', () => {
	expect(pickInstance('instance=three', [one, two])).toBe(two);
	expect(pickInstance('old-instance=one', [one, two])).toBe(two);
});

test('the list of instances keeps its order', () => {
	const instances = [one, two];
	pickInstance('', instances);
	expect(instances).toEqual([one, two]);
});
