import { violations } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';

/** From the narrowest phone in use to a wide desk: where a page overflows, it does so at one of them. */
const widths = [360, 768, 1024, 1440];

for (const path of pages()) {
	test.describe(path, () => {
		test('opens without a complaint and asks no other host for anything', async ({
			page,
			baseURL
		}) => {
			const complaints = watch(page, baseURL ?? '');
			const response = await open(page, path);
			expect(response?.status()).toBe(200);
			expect(complaints).toEqual({ errors: [], foreign: [] });
		});

		test('says what it is: language, title, description, landmarks, headings in order', async ({
			page
		}) => {
			await page.goto(path);
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

		test('does not scroll sideways, from a phone to a wide desk', async ({ page }) => {
			await page.goto(path);
			for (const width of widths) {
				await page.setViewportSize({ width, height: 800 });
				const { content, screen } = await page.evaluate(() => ({
					content: document.documentElement.scrollWidth,
					screen: document.documentElement.clientWidth
				}));
				expect(content, `at ${width} px`).toBeLessThanOrEqual(screen);
			}
		});

		test('is accessible to axe-core in light and in dark colours', async ({ page }) => {
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await open(page, path);
				expect(await violations(page), `in ${colorScheme} colours`).toEqual([]);
			}
		});
	});
}
