import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { readFrontmatter } from './frontmatter.ts';

const read = (yaml: string) => readFrontmatter(`---\n${yaml}\n---\nbody\n`, 'a.md');

it('adds defaults', () => {
	expect(read('title: 題\ndescription: 説明').frontmatter).toEqual({
		title: '題',
		description: '説明',
		nav: '題',
		toc: true,
		layout: 'doc',
		start: false
	});
});

it('keeps the author’s values', () => {
	const given = 'title: 題\ndescription: 説明\nnav: 短\ntoc: false\nlayout: home';
	expect(read(given).frontmatter).toMatchObject({ nav: '短', toc: false, layout: 'home' });
});

it('keeps the line numbers of the body', () => {
	expect(read('title: a\ndescription: b').body[0]).toEqual({ number: 5, text: 'body' });
});

describe('an error names file, line, field and reason', () => {
	const cases: [name: string, yaml: string, message: string][] = [
		['a missing field', 'title: a', 'a.md:1: description: is missing'],
		[
			'an unknown field',
			'title: a\ndescription: b\ntitel: c',
			'a.md:4: titel: is not a known field: title, description, nav, toc, layout, start'
		],
		['a wrong type', 'title: 1\ndescription: b', 'a.md:2: title: must be text'],
		['an empty title', 'title: " "\ndescription: b', 'a.md:2: title: the title must not be empty'],
		[
			'an unknown layout',
			'title: a\ndescription: b\nlayout: c',
			'a.md:4: layout: must be doc or home'
		],
		['no mapping', '- a', 'a.md:2: must be lines of `field: value`']
	];
	it.each(cases)('%s', (_, yaml, message) => {
		expect(thrown(() => read(yaml))).toBe(message);
	});

	it('all mistakes at once', () => {
		expect(thrown(() => read('titel: a\ndescription: 1\nauthor: b'))).toBe(
			[
				'a.md:1: title: is missing',
				'a.md:2: titel: is not a known field: title, description, nav, toc, layout, start',
				'a.md:3: description: must be text',
				'a.md:4: author: is not a known field: title, description, nav, toc, layout, start'
			].join('\n')
		);
	});

	it('a page in another encoding', () => {
		expect(thrown(() => read('title: a\ndescription: \uFFFD'))).toBe(
			'a.md:3: is not UTF-8: save the file as UTF-8'
		);
	});

	it('broken YAML', () => {
		expect(thrown(() => read('title: "a\ndescription: b'))).toMatch(/^a\.md:\d: .*quote/);
	});

	it('no front matter at all', () => {
		expect(thrown(() => readFrontmatter('# a', 'a.md'))).toMatch(/^a\.md:1: the page must begin/);
	});

	it('front matter that never ends', () => {
		expect(thrown(() => readFrontmatter('---\ntitle: a\n', 'a.md'))).toMatch(/^a\.md:1: /);
	});
});
