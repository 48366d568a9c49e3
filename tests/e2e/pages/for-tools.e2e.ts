import { ja } from '../../../src/lib/ui/ja.ts';
import { elementsIn } from '../lib/html.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

test('a page can be copied as Markdown', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, guide);
	await page.getByRole('button', { name: ja.markdown.copy }).click();
	await expect(page.locator('#status')).toHaveText(ja.markdown.done);
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toBe(await (await page.request.get(`${guide}index.md`)).text());

	await page.route('**/index.md', (route) => route.abort());
	await page.getByRole('button', { name: ja.markdown.copy }).click();
	await expect(page.locator('#status')).toHaveText(ja.markdown.failed);
});

test('every page has structured data, and links to its Markdown and the feed', async ({ page }) => {
	for (const path of pages()) {
		const [data] = await elementsIn(page, path, 'script[type="application/ld+json"]');
		expect(JSON.parse(data?.text ?? '')).toMatchObject({
			'@context': 'https://schema.org',
			'@graph': [{ '@type': path === '/' ? 'WebSite' : 'TechArticle', inLanguage: 'ja' }]
		});
		const links = await elementsIn(page, path, 'link[rel=alternate]');
		const hrefOf = (type: string) =>
			links.find(({ attributes }) => attributes['type'] === type)?.attributes['href'];
		expect(hrefOf('text/markdown')).toBe(`${path}index.md`);
		expect(hrefOf('application/atom+xml')).toBe('/feed.xml');
	}
});

test('every page has its own card: a PNG of 1200 × 630 px', async ({ page }) => {
	const cards = new Set<string>();
	for (const path of pages()) {
		const elements = await elementsIn(page, path, 'meta[content]');
		const meta = Object.fromEntries(
			elements.map(({ attributes: { property, name, content } }) => [property ?? name, content])
		);
		const card = meta['og:image'] ?? '';
		cards.add(card);
		expect(meta, path).toMatchObject({
			'twitter:card': 'summary_large_image',
			'og:image:alt': meta['og:title'],
			'og:description': meta['description'],
			'og:image:width': '1200',
			'og:image:height': '630'
		});
		const response = await page.request.get(card);
		expect(response.headers()['content-type']).toBe('image/png');
		// Width and height follow the signature and the head of the first chunk (PNG 3, §11.2.1).
		const bytes = await response.body();
		expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
	}
	expect(cards.size).toBe(pages().length);
});

test('the feed is well-formed', async ({ page }) => {
	const response = await page.request.get('/feed.xml');
	// On an empty page, because Trusted Types of the site reject DOMParser.
	const { error, entries } = await page.evaluate(
		(xml) => {
			const feed = new DOMParser().parseFromString(xml, 'application/xml');
			return {
				error: feed.querySelector('parsererror')?.textContent ?? null,
				entries: [...feed.querySelectorAll('entry')].map((entry) => entry.children.length)
			};
		},
		await response.text()
	);
	expect(error).toBeNull();
	expect(entries.length).toBeGreaterThan(10);
	expect(new Set(entries)).toEqual(new Set([5]));
});
