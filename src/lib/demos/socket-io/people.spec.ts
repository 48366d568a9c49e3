import { describe, expect, it } from 'vitest';
import { nobody, withoutUser, withUser } from './people.ts';
import { isolate } from '../isolate.ts';
import { text } from './text.ts';

describe('people in a room', () => {
	it('are added and removed by name', () => {
		const two = withUser(withUser(nobody, 'a'), 'b');
		expect(two.users).toEqual(['a', 'b']);
		expect(withoutUser(two, 'a').users).toEqual(['b']);
	});

	it('are not counted while only some of them are known', () => {
		expect(withUser(nobody, 'a').count).toBeUndefined();
		expect(withoutUser(withUser(nobody, 'a'), 'a').count).toBeUndefined();
	});

	it('are counted from the number that the server has sent', () => {
		const room = { users: ['a'], count: 60 };
		expect(withUser(room, 'b').count).toBe(61);
		expect(withoutUser(room, 'a').count).toBe(59);
	});

	it('count once, however many times they are announced', () => {
		expect(withUser({ users: ['a'], count: 1 }, 'a').count).toBe(1);
	});

	it('are not mentioned while nobody is known', () => {
		expect(text.people(nobody)).toBe('');
		expect(text.people(withUser(nobody, 'a'))).toContain('a');
	});

	it('are named if the server has named them, and the others are counted', () => {
		const ab = ['a', 'b'].map(isolate).join('、');
		const people = (count: number) => text.people({ users: ['a', 'b'], count });
		expect(people(2000)).toBe(`参加者（2000人）：${ab}、ほか1998人`);
		expect(people(2)).toBe(`参加者（2人）：${ab}`);
	});

	it('keep their number when an unknown person leaves', () => {
		expect(withoutUser({ users: ['a'], count: 1 }, 'b')).toEqual({ users: ['a'], count: 1 });
	});
});
