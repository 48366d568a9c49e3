import { describe, expect, it } from 'vitest';
import { joined, left, nobody } from './people.ts';
import { isolate } from '../isolate.ts';
import { text } from './text.ts';

describe('people in a room', () => {
	it('are added and removed by name', () => {
		const two = joined(joined(nobody, 'a'), 'b');
		expect(two.users).toEqual(['a', 'b']);
		expect(left(two, 'a').users).toEqual(['b']);
	});

	it('are not counted while only some of them are known', () => {
		expect(joined(nobody, 'a').count).toBeUndefined();
		expect(left(joined(nobody, 'a'), 'a').count).toBeUndefined();
	});

	it('are counted from the number that the server has sent', () => {
		const room = { users: ['a'], count: 60 };
		expect(joined(room, 'b').count).toBe(61);
		expect(left(room, 'a').count).toBe(59);
	});

	it('count once, however often they are announced', () => {
		expect(joined({ users: ['a'], count: 1 }, 'a').count).toBe(1);
	});

	it('are not mentioned while nobody is known', () => {
		expect(text.people(nobody)).toBe('');
		expect(text.people(joined(nobody, 'a'))).toContain('a');
	});

	it('of a large room are named if the server names them, and the others are counted', () => {
		const ab = ['a', 'b'].map(isolate).join('、');
		const people = (count: number) => text.people({ users: ['a', 'b'], count });
		expect(people(2000)).toBe(`参加者（2000人）：${ab}、ほか1998人`);
		expect(people(2)).toBe(`参加者（2人）：${ab}`);
	});

	it('keep their number when an unknown person leaves', () => {
		expect(left({ users: ['a'], count: 1 }, 'b')).toEqual({ users: ['a'], count: 1 });
	});
});
