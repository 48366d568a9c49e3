import { ja } from '../../../src/lib/ui/ja.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

test('a page is copied as Markdown', async ({ page, context }) => {
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

test('the feed is well-formed', async ({ page }) => {
	await open(page, '/');
	const { error, entries } = await page.evaluate(async () => {
		const xml = await (await fetch('/feed.xml')).text();
		const feed = new DOMParser().parseFromString(xml, 'application/xml');
		return {
			error: feed.querySelector('parsererror')?.textContent ?? null,
			entries: [...feed.querySelectorAll('entry')].map((entry) => entry.children.length)
		};
	});
	expect(error).toBeNull();
	expect(entries.length).toBeGreaterThan(10);
	expect(new Set(entries)).toEqual(new Set([5]));
});
