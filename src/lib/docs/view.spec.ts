import { expect, test } from 'vitest';
import { ja } from '../ui/ja.ts';
import { page } from './fixture.ts';
import { languageOf, pageView, shellView } from './view.ts';

const site = { url: null, repository: null };
const home = page('/', { title: '接続を見る', layout: 'home' });
const chapter = page('/a/', {
	title: '章',
	headings: [{ id: 'x', text: 'X', depth: 2 }]
});
const pages = [home, chapter, page('/a/b/', { nav: '節' })];

test('a document title ends with the site’s name; that of the home page ends with the tagline', () => {
	expect(pageView(pages, chapter, site).documentTitle).toBe('章 – Wirelab');
	expect(pageView(pages, home, site).documentTitle).toBe(`Wirelab – ${ja.site.tagline}`);
});

test('a folder’s own page lists the pages below it', () => {
	expect(pageView(pages, chapter, site).children.map(({ label }) => label)).toEqual(['節']);
});

test('pages that the text links to are not listed twice', () => {
	const linked = { ...chapter, links: ['/a/b/'] };
	expect(pageView(pages, linked, site).children).toEqual([]);
});

test('front matter can disable the table of contents', () => {
	expect(pageView(pages, chapter, site).toc).toHaveLength(1);
	expect(pageView(pages, { ...chapter, toc: false }, site).toc).toEqual([]);
});

test('an unknown address has the whole navigation', () => {
	expect(shellView(pages, '/nothing/').navigation.map(({ path }) => path)).toEqual(['/a/']);
});

test('a card is absolute where the site’s address is known, and missing until it is drawn', () => {
	const drawn = page('/a/', { card: '/cards/x.png' });
	expect(pageView(pages, drawn, site).card).toBe('/cards/x.png');
	expect(pageView(pages, drawn, { ...site, url: 'https://a.example/b' }).card).toBe(
		'https://a.example/b/cards/x.png'
	);
	expect(pageView(pages, chapter, site).card).toBeNull();
});

test('the first segment of a path is the language only if the whole segment matches', () => {
	expect(languageOf('/en/guide/')).toBe('en');
	expect(languageOf('/en')).toBe('en');
	expect(languageOf('/english/')).toBe('ja');
	expect(languageOf('/')).toBe('ja');
});
