import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** The size of the content area on A4 within the margins of the style sheet, in CSS px (96 per inch). */
const paper = { width: Math.ceil((178 / 25.4) * 96), height: Math.floor((261 / 25.4) * 96) };

test.beforeEach(async ({ page }) => {
	await page.setViewportSize(paper);
	await page.emulateMedia({ media: 'print' });
});

test('on paper every diagram is whole, and no content is wider than the paper', async ({
	page
}) => {
	for (const path of pages()) {
		await page.goto(path);
		const cut = await page.locator('main').evaluate(
			(main, { width, height }) =>
				[...main.querySelectorAll('figure.diagram svg')]
					.map((drawing) => drawing.getBoundingClientRect())
					.filter((box) => box.left < 0 || box.right > width + 1 || box.height > height)
					.map((box) => `${Math.round(box.width)} × ${Math.round(box.height)}`),
			paper
		);
		expect(cut, path).toEqual([]);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide, path).toBeLessThanOrEqual(paper.width);
	}
});

test('on paper everything that is folded is open', async ({ page }) => {
	await open(page, guide);
	const folded = page.locator('main details:not([open])');
	expect(await folded.count()).toBeGreaterThan(3);
	const hidden = await folded.evaluateAll((all) =>
		all
			.filter((details) => !details.closest('.demo'))
			.flatMap((details) => [...details.children].slice(1))
			.filter((content) => content.getBoundingClientRect().height === 0)
			.map((content) => content.textContent.slice(0, 40))
	);
	expect(hidden).toEqual([]);
});

test('on paper links to other sites show their address', async ({ page }) => {
	let count = 0;
	for (const path of pages()) {
		await page.goto(path);
		const addresses = await page
			.locator('.prose a[href^="http"]')
			.evaluateAll((all) =>
				all
					.filter((link) => !link.closest('.fact, .demo'))
					.map((link) => [link.getAttribute('href'), getComputedStyle(link, '::after').content])
			);
		for (const [href, shown] of addresses) expect(shown, path).toContain(href);
		count += addresses.length;
	}
	expect(count).toBeGreaterThan(0);
});

test('the guide prints as a PDF', async ({ page }) => {
	await open(page, guide);
	const pdf = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1');
	expect(pdf.slice(0, 5)).toBe('%PDF-');
	expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(10);
});
