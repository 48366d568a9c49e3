import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { paper } from './checks/paper.ts';

test.beforeEach(async ({ page }) => {
	await page.setViewportSize(paper);
	await page.emulateMedia({ media: 'print' });
});

test('in print, folded text outside demonstrations is visible', async ({ page }) => {
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

test('the guide prints as a PDF', async ({ page }) => {
	await open(page, guide);
	const pdf = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1');
	expect(pdf.slice(0, 5)).toBe('%PDF-');
	expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(10);
});
