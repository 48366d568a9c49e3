import { ja } from '../../../src/lib/ui/ja.ts';
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
		await page.goto(path);
		const json = await page.locator('script[type="application/ld+json"]').textContent();
		expect(JSON.parse(json ?? '')).toMatchObject({
			'@context': 'https://schema.org',
			'@graph': [{ '@type': path === '/' ? 'WebSite' : 'TechArticle', inLanguage: 'ja' }]
		});
		await expect(page.locator('link[type="text/markdown"]')).toHaveAttribute(
			'href',
			`${path}index.md`
		);
		await expect(page.locator('link[type="application/atom+xml"]')).toHaveAttribute(
			'href',
			'/feed.xml'
		);
	}
});

test('every page has its own card: a PNG of 1200 × 630 px', async ({ page }) => {
	const cards = new Set<string>();
	for (const path of pages()) {
		await page.goto(path);
		const meta = (name: string) =>
			page.locator(`meta[property="${name}"], meta[name="${name}"]`).getAttribute('content');
		const card = (await meta('og:image')) ?? '';
		cards.add(card);
		expect([path, await meta('twitter:card')]).toEqual([path, 'summary_large_image']);
		expect(await meta('og:image:alt')).toBe(await meta('og:title'));
		expect(await meta('og:description')).toBe(await meta('description'));
		const response = await page.request.get(card);
		expect(response.headers()['content-type']).toBe('image/png');
		// Width and height follow the signature and the head of the first chunk (PNG 3, §11.2.1).
		const bytes = await response.body();
		expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
		expect(await meta('og:image:width')).toBe('1200');
		expect(await meta('og:image:height')).toBe('630');
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
