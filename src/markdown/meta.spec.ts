import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { parseMeta } from './meta.ts';

const parse = (text: string) =>
	parseMeta(text, ['file', 'title', 'check'], { file: 'a.md', line: 7 });

it('parses quoted and unquoted values, flags and line numbers', () => {
	const { options, lines } = parse('file=src/a.ts#b title="c d" check {1,3-5}');
	expect([...options]).toEqual([
		['file', 'src/a.ts#b'],
		['title', 'c d'],
		['check', '']
	]);
	expect([...lines]).toEqual([1, 3, 4, 5]);
});

it('parses empty text', () => {
	expect(parse('')).toEqual({ options: new Map(), lines: new Set() });
});

describe('the error names the line for', () => {
	const cases: [name: string, text: string, message: string][] = [
		['an unknown option', 'titel="a"', 'a.md:7: titel: is not a known option: file, title, check'],
		['a repeated option', 'check check', 'a.md:7: check: is given twice'],
		['a quote that is not closed', 'title="a', 'a.md:7: cannot read the option at "title="a"'],
		[
			'two options without a space between them',
			'title="a"check',
			'a.md:7: cannot read the option at "title="a"check"'
		],
		['line number 0', '{0}', 'a.md:7: {0} must be line numbers such as {1,3-5}'],
		[
			'a range that ends before its start',
			'{5-3}',
			'a.md:7: {5-3} must be line numbers such as {1,3-5}'
		]
	];
	it.each(cases)('%s', (_, text, message) => {
		expect(thrown(() => parse(text))).toBe(message);
	});
});
