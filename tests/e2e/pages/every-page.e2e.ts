import type { Locator } from 'playwright/test';
import { ja } from '../../../src/lib/ui/ja.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { overflowOf } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';
import { checkDiagramsOnPhone } from './checks/diagrams.ts';
import { checkPaper } from './checks/paper.ts';
import { checkTypes } from './checks/types.ts';

/** From the narrowest phone in use to a wide desktop: a page that overflows does so at one of these. */
const widths = [360, 768, 1024, 1440];

/** Whether the focus is inside an element. */
const hasFocus = (area: Locator) =>
	area.evaluate(
		(element) => element.contains(document.activeElement) && element !== document.activeElement
	);

for (const path of pages()) {
	test(`${path} opens without errors or requests to other hosts, describes itself, can be reached by keyboard, fits every width and paper, and is accessible`, async ({
		page,
		baseURL
	}) => {
		const problems = watch(page, baseURL ?? '');
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		const response = await open(page, path);
		expect(response?.status()).toBe(200);

		await test.step('language, title, description, landmarks, headings in order', async () => {
			await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
			await expect(page).toHaveTitle(/\S/);
			await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\S/);
			for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
				await expect(page.getByRole(landmark)).toHaveCount(1);
			}
			await expect(page.getByRole('navigation').first()).toBeVisible();

			const levels = await page
				.locator(':is(h1, h2, h3, h4, h5, h6):visible')
				.evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
			expect(levels.filter((level) => level === 1)).toEqual([1]);
			expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
		});

		await test.step('the first Tab reaches the skip link, and the first Tab after following it stays in the main content', async () => {
			await page.keyboard.press('Tab');
			await expect(page.getByRole('link', { name: ja.skipToContent })).toBeFocused();
			await page.keyboard.press('Enter');
			const main = page.getByRole('main');
			await expect(main).toBeFocused();
			await page.keyboard.press('Tab');
			expect(await hasFocus(main)).toBe(true);
		});

		await test.step('axe-core, in light and in dark colors', async () => {
			const code = path === guide ? 'highlighted' : 'plain';
			expect(await violationsInBothColorSchemes(page, 'html', code)).toEqual([]);
		});

		await test.step('no horizontal scrolling, from a phone to a wide desktop', async () => {
			for (const width of widths) {
				await page.setViewportSize({ width, height: 800 });
				expect(await overflowOf(page), `at ${width} px`).toBeLessThanOrEqual(0);
			}
		});

		await test.step('the types of every block can be loaded, and each mark covers a name', () =>
			checkTypes(page, path));
		await test.step('on paper every diagram is whole, no content is too wide, and links show their address', () =>
			checkPaper(page, path));
		await test.step('on a phone every diagram fits completely, with readable text', () =>
			checkDiagramsOnPhone(page, path));
		expect(problems).toEqual(noProblems);
	});
}
