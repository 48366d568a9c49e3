import { expect, it } from 'vitest';
import { leaseMs, People } from './people.ts';

const here = (conn: string, who: string, name: string, isNew = true) =>
	({ type: 'here', conn, who, name, isOperator: false, isNew }) as const;

it('W9: gives a name to the first person, and to another one after that person has left', () => {
	const people = new People();
	people.apply(here('c1', 'a', 'Hana'), 0);
	people.apply(here('c2', 'b', 'hANA'), 1);
	expect(people.list().map(({ who }) => who)).toEqual(['a']);
	people.apply({ type: 'gone', conn: 'c1', who: 'a' }, 2);
	people.apply(here('c2', 'b', 'hANA'), 3);
	expect(people.holderOf('Hana')).toBe('b');
});

it('converges to the same people from any position in the log', () => {
	const early = [here('c1', 'a', '朝'), here('c2', 'b', '朝'), here('c3', 'b', '夕')];
	const renewed = [here('c1', 'a', '朝', false), here('c3', 'b', '夕', false)];
	const then = [here('c4', 'd', '朝'), here('c3', 'b', '昼'), here('c2', 'd', '夕')];
	const [one, late] = [new People(), new People()];
	// A late follower gets renewed events in place of the evicted ones.
	for (const event of [...early, ...renewed, ...then]) one.apply(event, 0);
	for (const event of [...renewed, ...then]) late.apply(event, 0);
	expect(late.list()).toEqual(one.list());
	expect(one.list().map(({ name }) => name)).toEqual(['朝', '昼', '夕']);
});

it('keeps a person while one of several connections is open', () => {
	const people = new People();
	people.apply(here('c1', 'a', '朝'), 0);
	people.apply(here('c2', 'a', '朝'), 0);
	people.apply({ type: 'gone', conn: 'c1', who: 'a' }, 1);
	expect(people.size).toBe(1);
	people.apply({ type: 'gone', conn: 'c2', who: 'a' }, 2);
	expect(people.size).toBe(0);
});

it('expires a person after the lease without renewal, and not earlier', () => {
	const people = new People();
	people.apply(here('c1', 'a', '朝'), 0);
	people.apply(here('c2', 'b', '夕'), 0);
	people.apply(here('c1', 'a', '古い名前', false), 1);
	people.expire(leaseMs);
	expect(people.size).toBe(2);
	people.expire(leaseMs + 1);
	expect(people.list().map(({ name }) => name)).toEqual(['朝']);
});

it('applies a renewed rule only to a person without a rule, and keeps removed people out', () => {
	const people = new People();
	const ruled = (rule: 'muted' | 'free' | 'removed', isNew: boolean) =>
		people.apply({ type: 'ruled', who: 'a', rule, isNew }, 0);
	ruled('muted', false);
	expect(people.ruleOf('a')).toBe('muted');
	ruled('free', true);
	ruled('muted', false);
	expect(people.ruleOf('a')).toBe('free');
	people.apply(here('c1', 'a', '朝'), 0);
	ruled('removed', true);
	people.apply(here('c1', 'a', '朝'), 0);
	expect(people.size).toBe(0);
});
