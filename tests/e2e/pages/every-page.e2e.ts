import { violations } from '../lib/accessibility.ts';
import { pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';

/** Narrowest screen in use, and a wide one: where text is cut, it is cut at these. */
const phone = { width: 360, height: 740 };
const desk = { width: 1440, height: 900 };

for (const path of pages()) {
	test.describe(path, () => {
		test('opens without a complaint and asks no other host for anything', async ({
			page,
			baseURL
		}) => {
			const complaints = watch(page, baseURL ?? '');
			const response = await page.goto(path, { waitUntil: 'networkidle' });
			expect(response?.status()).toBe(200);
			expect(complaints).toEqual({ errors: [], foreign: [] });
		});

		test('says what it is: language, title, description, one h1, landmarks', async ({ page }) => {
			await page.goto(path);
			await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
			await expect(page).toHaveTitle(/\S/);
			await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\S/);
			await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
			for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
				await expect(page.getByRole(landmark)).toHaveCount(1);
			}
			await expect(page.getByRole('navigation').first()).toBeVisible();
		});

		test('no heading is skipped', async ({ page }) => {
			await page.goto(path);
			const levels = await page
				.locator('main :is(h1, h2, h3, h4, h5, h6)')
				.evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
			const skipped = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1);
			expect(skipped).toEqual([]);
		});

		for (const [name, viewport] of Object.entries({ phone, desk })) {
			test(`does not scroll sideways on a ${name}`, async ({ page }) => {
				await page.setViewportSize(viewport);
				await page.goto(path);
				const { content, screen } = await page.evaluate(() => ({
					content: document.documentElement.scrollWidth,
					screen: document.documentElement.clientWidth
				}));
				expect(content).toBeLessThanOrEqual(screen);
			});
		}

		for (const colorScheme of ['light', 'dark'] as const) {
			test(`is accessible to axe-core in ${colorScheme} colours`, async ({ page }) => {
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await page.goto(path, { waitUntil: 'networkidle' });
				expect(await violations(page)).toEqual([]);
			});
		}
	});
}
