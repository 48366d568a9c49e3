import { expect, test } from 'vitest';
import { page } from './fixture.ts';
import { structuredData } from './structured-data.ts';

const home = page('/', { nav: 'Wirelab' });
const chapter = page('/a/', { nav: '章', title: '</script>の章', updated: '2026-11-29T12:00:00Z' });
const pages = [home, chapter];
const read = (of: typeof home, url: string | null) =>
	JSON.parse(structuredData(pages, of, { url, repository: null }, 'Wirelab')) as {
		'@graph': Record<string, unknown>[];
	};

test('a page is an article with breadcrumbs, the home is the site', () => {
	const [article, breadcrumbs] = read(chapter, 'https://a.example')['@graph'];
	expect(article).toMatchObject({
		'@type': 'TechArticle',
		headline: '</script>の章',
		dateModified: '2026-11-29T12:00:00Z',
		url: 'https://a.example/a/'
	});
	expect(breadcrumbs?.['itemListElement']).toMatchObject([
		{ position: 1, name: 'Wirelab', item: 'https://a.example/' },
		{ position: 2, name: '章', item: 'https://a.example/a/' }
	]);
	expect(read(home, 'https://a.example')['@graph']).toMatchObject([{ '@type': 'WebSite' }]);
});

test('there are no addresses if the site’s address is not set', () => {
	expect(JSON.stringify(read(chapter, null))).not.toMatch(/"url"|BreadcrumbList|null/);
});

test('no text of a page ends the script', () => {
	expect(structuredData(pages, chapter, { url: null, repository: null }, 'W')).not.toContain('<');
});
