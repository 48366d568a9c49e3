import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

test.use({ javaScriptEnabled: false });
test.beforeEach(({ page }) => page.goto(guide));

test('without script the guide shows the prose of every section', async ({ page }) => {
	const sections = page.locator('main section[aria-labelledby]');
	expect(await sections.count()).toBeGreaterThanOrEqual(8);
	for (const section of await sections.all()) {
		await expect(section.getByRole('heading', { level: 2 })).toBeVisible();
		expect((await section.locator('p').first().innerText()).length).toBeGreaterThan(10);
	}
});

test('without script every block of JavaScript is highlighted in several colors', async ({
	page
}) => {
	const blocks = page.locator('main .code pre');
	expect(await blocks.count()).toBeGreaterThanOrEqual(6);
	const plain = await blocks.evaluateAll((all) =>
		all
			.map((block) => ({
				text: block.textContent.slice(0, 60),
				colors: new Set(
					[block, ...block.querySelectorAll('span')].map(
						(element) => getComputedStyle(element).color
					)
				).size
			}))
			.filter(({ colors }) => colors < 3)
	);
	expect(plain.filter(({ text }) => /\b(import|const|export|function)\b/.test(text))).toEqual([]);
	expect(plain.length).toBeLessThan(await blocks.count());
});

test('without script every diagram is drawn and has a text alternative', async ({ page }) => {
	const diagrams = page.locator('main figure.diagram');
	expect(await diagrams.count()).toBeGreaterThan(4);
	for (const diagram of await diagrams.all()) {
		const svg = diagram.locator('svg:visible').first();
		await svg.scrollIntoViewIfNeeded();
		const box = await svg.boundingBox();
		expect(box?.width).toBeGreaterThan(100);
		// A row of boxes is about 60 pixels high.
		expect(box?.height).toBeGreaterThan(40);
		await expect(svg).toHaveAccessibleName(/\S/);
		expect(await svg.locator('text, foreignObject').count()).toBeGreaterThan(3);
	}
});

test('without script tables have their captions, heads and rows', async ({ page }) => {
	const tables = page.locator('main figure.table');
	expect(await tables.count()).toBeGreaterThanOrEqual(2);
	for (const figure of await tables.all()) {
		await expect(figure.locator('figcaption')).toHaveText(/\S/);
		expect(await figure.locator('thead th').count()).toBeGreaterThan(1);
		expect(await figure.locator('tbody tr').count()).toBeGreaterThan(1);
	}
});

test('without script a demonstration says that it requires script, and the checklist is a plain list', async ({
	page
}) => {
	await expect(page.locator('main noscript').first()).toBeVisible();
	expect(await page.locator('main li:has(input[type=checkbox])').count()).toBeGreaterThan(5);
});
