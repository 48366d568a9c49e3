import { expect, test } from 'vitest';
import { listOf, parsePromises, problemsOf } from './promises.ts';

const yaml = `
Rooms:
  room-name: A room's name is 1 to 64 of a-z | 0-9.
`;
const title = (file: string, title: string, ...groups: string[]) => ({
	file,
	line: 7,
	title,
	groups
});
const titles = [
	title('src/b.spec.ts', 'one [room-name]'),
	title('src/b.spec.ts', 'two'),
	title(
		'tests/contract/a.spec.ts',
		'V5 W8: a bad name is rejected [room-name]',
		'V5: rooms${hint}',
		'%s'
	)
];

test('reports nothing if every promise has a test and no title names an unknown promise', () => {
	expect(problemsOf(parsePromises(yaml), titles)).toEqual([]);
});

test('reports a promise without a test, an unknown id and an id in two sections', () => {
	const problems = (text: string, all = titles) => problemsOf(parsePromises(text), all);
	expect(problems(yaml, [])).toEqual(["no test's title ends with [room-name]"]);
	expect(
		problems(yaml, [...titles, title('src/c.spec.ts', 'three [room-name, room-end]')])
	).toEqual(['src/c.spec.ts:7: no promise is named room-end']);
	expect(problems(`${yaml}\n${yaml.replace('Rooms', 'Limits')}`)).toEqual([
		'two promises are named room-name'
	]);
});

test('rejects a promise with an invalid id, and a section that is not a map', () => {
	expect(() => parsePromises(yaml.replace('room-name', 'Room name'))).toThrow();
	expect(() => parsePromises('Rooms: a sentence')).toThrow();
});

test('lists the tests below each promise: groups and title without ids, a link relative to the folder', () => {
	expect(listOf(parsePromises(yaml), titles, 'tests/contract')).toBe(
		[
			'## Rooms',
			'',
			"- `room-name`: A room's name is 1 to 64 of a-z | 0-9.",
			'  - [b.spec.ts](../../src/b.spec.ts): one',
			'  - [a.spec.ts](a.spec.ts): rooms › a bad name is rejected',
			''
		].join('\n')
	);
});
