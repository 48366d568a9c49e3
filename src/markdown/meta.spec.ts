import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { parseMeta } from './meta.ts';

const read = (text: string) =>
	parseMeta(text, ['file', 'title', 'check'], { file: 'a.md', line: 7 });

it('reads quoted and bare values, flags and line numbers', () => {
	const { options, lines } = read('file=src/a.ts#b title="c d" check {1,3-5}');
	expect([...options]).toEqual([
		['file', 'src/a.ts#b'],
		['title', 'c d'],
		['check', '']
	]);
	expect([...lines]).toEqual([1, 3, 4, 5]);
});

it('parses empty text', () => {
	expect(read('')).toEqual({ options: new Map(), lines: new Set() });
});

describe('an error names the line', () => {
	const cases: [name: string, text: string, message: string][] = [
		['an unknown option', 'titel="a"', 'a.md:7: titel: is not an option here: file, title, check'],
		['an option twice', 'check check', 'a.md:7: check: is given twice'],
		['a quote that never ends', 'title="a', 'a.md:7: cannot read the option at "title="a"'],
		[
			'parts without a space',
			'title="a"check',
			'a.md:7: cannot read the option at "title="a"check"'
		],
		['a line 0', '{0}', 'a.md:7: {0} must be line numbers such as {1,3-5}'],
		['lines backwards', '{5-3}', 'a.md:7: {5-3} must be line numbers such as {1,3-5}']
	];
	it.each(cases)('%s', (_, text, message) => {
		expect(thrown(() => read(text))).toBe(message);
	});
});
