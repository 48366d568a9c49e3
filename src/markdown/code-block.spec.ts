import { describe, expect, it } from 'vitest';
import { readCodeBlock } from './code-block.ts';
import { thrown } from './fixture.ts';

const read = (lang: string, meta: string, code = '') =>
	readCodeBlock({ line: 3, lang, meta, code }, 'a.md');

it('takes a missing title from the path of the file, without the region', () => {
	expect(read('ts', 'file=src/a.ts#b')).toMatchObject({
		kind: 'file',
		source: 'src/a.ts#b',
		title: 'src/a.ts'
	});
	expect(read('ts', 'file=src/a.ts title="c"').title).toBe('c');
});

it('accepts a counter-example in the page or from a file', () => {
	expect(read('ts', 'counter=S1', 'x')).toMatchObject({
		kind: 'counter',
		trap: 'S1',
		source: null
	});
	expect(read('ts', 'counter=C1 file=a.ts')).toMatchObject({ kind: 'counter', source: 'a.ts' });
});

it('accepts the long names of languages', () => {
	expect(read('typescript', 'check', 'x').lang).toBe('ts');
});

describe('an error names the line', () => {
	const cases: [name: string, lang: string, meta: string, code: string, message: RegExp][] = [
		['unchecked code', 'ts', '', 'x', /^a\.md:3: a ts block needs file=…, check or counter=…$/],
		['unchecked Svelte', 'svelte', '', 'x', /^a\.md:3: a svelte block needs/],
		['an unchecked configuration', 'nginx', '', 'x', /^a\.md:3: a nginx block needs/],
		[
			'a check of a language without types',
			'sh',
			'check',
			'x',
			/^a\.md:3: check: is not supported for sh/
		],
		['no language', '', '', 'x', /^a\.md:3: the fence must name a language/],
		['text and a file', 'ts', 'file=a.ts', 'x', /^a\.md:3: file: the block must be empty/],
		['a check of a file', 'ts', 'check file=a.ts', '', /^a\.md:3: check: cannot be combined with/],
		['a check of a counter-example', 'ts', 'check counter=S1', 'x', /^a\.md:3: check: /],
		['a trap without an ID', 'ts', 'counter', 'x', /^a\.md:3: counter: must be the ID/]
	];
	it.each(cases)('%s', (_, lang, meta, code, message) => {
		expect(thrown(() => read(lang, meta, code))).toMatch(message);
	});
});
