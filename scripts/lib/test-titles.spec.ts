import { expect, test } from 'vitest';
import { promiseIds, testTitles, trapIds, withoutIds } from './test-titles.ts';

const titles = (source: string) => testTitles(source).map(({ title }) => title);

test('titles are found in every form of test, with their groups and lines', () => {
	const source = [
		`describe('group', () => {`,
		`	test('one', () => {});`,
		'	it(`two`, () => {});',
		'	it(`${n} more`, () => {});',
		`	test.each([[1], [f(2)]])('each %s', () => {});`,
		`	describe.skipIf(!tool)('if there', () => {});`,
		`	test.describe('browser', () => {});`,
		`});`
	].join('\n');
	expect(testTitles(source)).toEqual([
		{ title: 'group', groups: [], line: 1 },
		{ title: 'one', groups: ['group'], line: 2 },
		{ title: 'two', groups: ['group'], line: 3 },
		{ title: '${n} more', groups: ['group'], line: 4 },
		{ title: 'each %s', groups: ['group'], line: 5 },
		{ title: 'if there', groups: ['group'], line: 6 },
		{ title: 'browser', groups: ['group'], line: 7 }
	]);
});

test('the titles of skipped tests are ignored', () => {
	expect(titles(`test.skip('S1: x', f); test.todo('S2: y'); test.fixme('S3: z');`)).toEqual([]);
	expect(titles(`describe.skip('g', () => { test('S1: x', f); });`)).toEqual([]);
});

test('strings in other calls and in comments are ignored', () => {
	expect(titles(`expect('S1: x'); // test('S2: y')\nregexp.test('S3: z');`)).toEqual([]);
});

test('the traps of a title are before its first colon', () => {
	expect(trapIds('S1: readers leave')).toEqual(['S1']);
	expect(trapIds('V6 V7: junk')).toEqual(['V6', 'V7']);
	expect(trapIds('V6, V7: junk')).toEqual(['V6', 'V7']);
	expect(trapIds('V15: HMR still works')).toEqual(['V15']);
});

test('text like an ID counts only if the title begins with IDs and a colon', () => {
	expect(trapIds('memory of the V8 engine: bounded')).toEqual([]);
	expect(trapIds('V8 collects')).toEqual([]);
	expect(trapIds('S11x: y')).toEqual([]);
});

test('a title ends with the ids of the promises that it guards, in brackets', () => {
	expect(promiseIds('S1: readers leave [order]')).toEqual(['order']);
	expect(promiseIds('readers leave [order, close-1013]')).toEqual(['order', 'close-1013']);
	expect(promiseIds('an array [a, b] in the middle')).toEqual([]);
	expect(promiseIds('answers [order][history]')).toEqual(['history']);
});

test('the sentence of a title has no ids', () => {
	expect(withoutIds('V6, V7: junk is rejected [error-400, close-1008]')).toBe('junk is rejected');
	expect(withoutIds('junk is rejected')).toBe('junk is rejected');
});
