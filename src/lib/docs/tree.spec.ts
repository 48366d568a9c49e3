import { expect, test } from 'vitest';
import { page } from './fixture.ts';
import { navigation, adjacentPages, trail } from './tree.ts';

const guide = page('/sveltekit/server/websocket-sse/', { nav: 'ガイド', description: '説明' });
const pages = [
	page('/', { nav: 'ホーム' }),
	page('/sveltekit/', { nav: 'SvelteKit' }),
	page('/sveltekit/server/', { nav: 'サーバー' }),
	guide,
	page('/sveltekit/deployment/'),
	page('/examples/')
];

test('the navigation nests pages below their parents and keeps the reading order', () => {
	const items = navigation(pages, '/');
	expect(items.map((item) => item.path)).toEqual(['/sveltekit/', '/examples/']);
	expect(items[0]?.items.map((item) => item.path)).toEqual([
		'/sveltekit/server/',
		'/sveltekit/deployment/'
	]);
	expect(items[0]?.items[0]?.items).toEqual([
		{ path: guide.path, label: 'ガイド', description: '説明', items: [] }
	]);
});

test('the trail starts at the home and ends above the page', () => {
	expect(trail(pages, guide).map((link) => link.label)).toEqual([
		'ホーム',
		'SvelteKit',
		'サーバー'
	]);
	expect(trail(pages, pages[0] ?? guide)).toEqual([]);
});

test('adjacent pages follow the reading order across folders', () => {
	expect(adjacentPages(pages, guide)).toEqual({
		previous: { path: '/sveltekit/server/', label: 'サーバー' },
		next: { path: '/sveltekit/deployment/', label: '/sveltekit/deployment/' }
	});
});

test('the home comes first and has no previous page, the last page has no next one', () => {
	expect(adjacentPages(pages, page('/sveltekit/')).previous?.path).toBe('/');
	expect(adjacentPages(pages, page('/')).previous).toBeNull();
	expect(adjacentPages(pages, page('/')).next?.path).toBe('/sveltekit/');
	expect(adjacentPages(pages, page('/examples/')).next).toBeNull();
});

test('a page that is not in the tree has no adjacent pages', () => {
	expect(adjacentPages(pages, page('/nothing/'))).toEqual({ previous: null, next: null });
});

test('a page of another language is not adjacent', () => {
	const english = page('/en/about/', { lang: 'en', parent: '/en/' });
	expect(adjacentPages([...pages, english], page('/examples/')).next).toBeNull();
});
