import { describe, expect, it } from 'vitest';
import { pageOf, projectOf, thrown } from './fixture.ts';
import { readOutlines } from './pages.ts';

const page = pageOf('text');
const paths = (files: Record<string, string>) =>
	readOutlines(projectOf(files)).map((outline) => outline.page.path);

it('lists pages in reading order: a folder’s own page, then its entries by number', () => {
	expect(
		paths({
			'content/ja/index.md': page,
			'content/ja/20-b/index.md': page,
			'content/ja/3-a/index.md': page,
			'content/ja/3-a/10-y.md': page,
			'content/ja/3-a/2-x/index.md': page,
			'content/ja/3-a/2-x/1-deep.md': page,
			'content/en/index.md': page,
			'content/en/10-a.md': page
		})
	).toEqual(['/', '/a/', '/a/x/', '/a/x/deep/', '/a/y/', '/b/', '/en/', '/en/a/']);
});

it('reads only edited and moved pages again if it knows the others', () => {
	const files = {
		'content/ja/index.md': page,
		'content/ja/10-a.md': page,
		'content/ja/20-b.md': page
	};
	const known = new Map();
	const [index, a, b] = readOutlines(projectOf(files), known).map(({ anchors }) => anchors);
	const again = readOutlines(
		projectOf({
			'content/ja/index.md': page,
			'content/ja/10-a.md': pageOf('## Edited [#edited]'),
			'content/ja/30-b.md': page
		}),
		known
	);
	expect(again.map(({ page: { title, path, order } }) => [title, path, order])).toEqual([
		['題名', '/', []],
		['題名', '/a/', [10]],
		['題名', '/b/', [30]]
	]);
	expect(again[0]?.anchors).toBe(index);
	expect(again[1]?.anchors).not.toEqual(a);
	expect(again[2]?.anchors).not.toBe(b);
});

it('lists a page with `start` first in the section above its folder, at its own address', () => {
	const outlines = readOutlines(
		projectOf({
			'content/ja/index.md': page,
			'content/ja/10-a/index.md': page,
			'content/ja/10-a/10-x/index.md': page,
			'content/ja/10-a/10-x/10-deep.md': page,
			'content/ja/10-a/20-y/index.md': page,
			'content/ja/10-a/20-y/10-first.md': page.replace('---\n', '---\nstart: true\n')
		})
	);
	expect(outlines.map((outline) => outline.page.path)).toEqual([
		'/',
		'/a/',
		'/a/y/first/',
		'/a/x/',
		'/a/x/deep/',
		'/a/y/'
	]);
	expect(outlines[2]?.page).toMatchObject({ parent: '/a/', depth: 3 });
});

it('describes a page', () => {
	const body =
		'a [b](/b/#c), [b](/b/), `[d](/d/)`\n\n```text\n## no heading\n```\n\n## 見出し [#one]\n\n### Two\n\nTable: 題 [#three]';
	const [, outline] = readOutlines(
		projectOf({ 'content/ja/index.md': page, 'content/ja/10-a.md': pageOf(body) })
	);
	expect(outline?.page).toEqual({
		path: '/a/',
		file: 'content/ja/10-a.md',
		lang: 'ja',
		title: '題名',
		nav: '題名',
		description: '説明',
		toc: true,
		layout: 'doc',
		start: false,
		updated: null,
		card: null,
		depth: 1,
		order: [10],
		parent: '/',
		headings: [
			{ id: 'one', text: '見出し', depth: 2 },
			{ id: 'two', text: 'Two', depth: 3 }
		],
		links: ['/b/']
	});
	expect([...(outline?.anchors ?? [])]).toEqual(['one', 'two', 'three']);
});

it('ignores files that are not pages', () => {
	expect(paths({ 'content/ja/index.md': page, 'content/ja/notes.txt': '' })).toEqual(['/']);
});

describe('a mistake in a page', () => {
	const outlineOf = (source: string) =>
		readOutlines(projectOf({ 'content/ja/index.md': source }))[0];
	const messages = (source: string) => outlineOf(source)?.mistakes.map(({ message }) => message);

	it('is in its outline, with its line', () => {
		expect(messages(pageOf('## A\n\nTable: b [#a]'))).toEqual([
			'content/ja/index.md:7: the id "a" is given twice'
		]);
		expect(messages('---\ntitel: a\n---\n')).toHaveLength(3);
	});

	it('does not hide the ids in other lines, to which other pages link', () => {
		const outline = outlineOf('---\ntitel: a\n---\n## 見出し\n\n## 二 [#two]');
		expect(outline?.mistakes.map(({ line }) => line)).toEqual([1, 1, 2, 4]);
		expect([...(outline?.anchors ?? [])]).toEqual(['two']);
		expect(outline?.page.title).toBe('content/ja/index.md');
	});
});

describe('rejects', () => {
	const cases: [name: string, files: Record<string, string>, message: string][] = [
		[
			'a folder without its own page',
			{ 'content/ja/index.md': page, 'content/ja/10-a/10-b.md': page },
			'content/ja/10-a/index.md:1: every folder of content needs an index.md'
		],
		[
			'a name without number',
			{ 'content/ja/index.md': page, 'content/ja/about.md': page },
			'content/ja/about.md:1: the name must be a number and ASCII words, such as 10-getting-started.md'
		],
		[
			'a repeated number',
			{ 'content/ja/index.md': page, 'content/ja/10-a.md': page, 'content/ja/10-b.md': page },
			'content/ja/10-b.md:1: another file in this folder has the same number'
		],
		[
			'several mistakes, all at once',
			{ 'content/ja/index.md': page, 'content/ja/10-a/b.md': page, 'content/ja/c.md': page },
			[
				'content/ja/c.md:1: the name must be a number and ASCII words, such as 10-getting-started.md',
				'content/ja/10-a/index.md:1: every folder of content needs an index.md'
			].join('\n')
		]
	];
	it.each(cases)('%s', (_, files, message) => {
		expect(thrown(() => paths(files))).toBe(message);
	});
});
