import { expect, test } from 'vitest';
import { parseSentences, problemsOf, tablesOf } from './sentences.ts';

const yaml = `
- section: Rooms
  sentences:
    - id: room-name
      says: A room's name is 1 to 64 of a-z | 0-9.
      tests:
        tests/a.spec.ts: a bad name is refused
        src/b.spec.ts: [one, two]
`;
const files: Record<string, string[]> = {
	'tests/a.spec.ts': ['V5 W8: a bad name is refused'],
	'src/b.spec.ts': ['one', 'two']
};
const titlesIn = (file: string) => files[file] ?? null;

test('a map whose tests all exist is in order, whatever traps their titles name', () => {
	expect(problemsOf(parseSentences(yaml), titlesIn)).toEqual([]);
});

test('a sentence without a test, a test that is gone, a file that is gone and an id given twice are named', () => {
	const problems = (text: string) => problemsOf(parseSentences(text), titlesIn);
	expect(problems(yaml.replace(/tests:[^]*/, 'tests: {}'))).toEqual([
		'room-name: no test would notice its breach'
	]);
	expect(problems(yaml.replace('two', 'three'))).toEqual([
		'room-name: src/b.spec.ts has no test "three"'
	]);
	expect(problems(yaml.replace('a.spec', 'c.spec'))).toEqual([
		'room-name: there is no tests/c.spec.ts'
	]);
	const again = yaml.slice(yaml.indexOf('    - id'));
	expect(problems(yaml + again)).toEqual(['room-name: there are two sentences of this id']);
});

test('another shape is refused', () => {
	expect(() => parseSentences(yaml.replace('says', 'said'))).toThrow();
	expect(() => parseSentences(yaml.replace('room-name', 'Room name'))).toThrow();
});

test('the table links the tests from its folder and keeps its columns', () => {
	expect(tablesOf(parseSentences(yaml), 'tests')).toBe(
		[
			'### Rooms',
			'',
			'| id | sentence | noticed by |',
			'| --- | --- | --- |',
			"| `room-name` | A room's name is 1 to 64 of a-z \\| 0-9. | [a.spec.ts](a.spec.ts): a bad name is refused<br>[b.spec.ts](../src/b.spec.ts): one · two |"
		].join('\n')
	);
});
