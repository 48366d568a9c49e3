import { describe, expect, it } from 'vitest';
import { joined, left, nobody } from './people.ts';

describe('people in a room', () => {
	it('come and go by name', () => {
		const two = joined(joined(nobody, 'a'), 'b');
		expect(two).toEqual({ users: ['a', 'b'], count: 2 });
		expect(left(two, 'a')).toEqual({ users: ['b'], count: 1 });
	});

	it('count once, however often they are announced', () => {
		expect(joined(joined(nobody, 'a'), 'a').count).toBe(1);
	});

	it('are not fewer when somebody leaves who was not there', () => {
		expect(left({ users: ['a'], count: 1 }, 'b')).toEqual({ users: ['a'], count: 1 });
	});
});
