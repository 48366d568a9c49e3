import { violations } from '../lib/accessibility.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { demos, openDemo } from '../demos/demo.ts';

// On the built site only: how a demonstration looks is the same in every host.
const screens = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };

for (const name of demos) {
	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name}: nothing moves when it appears on a ${screen}, nothing is cut off`, async ({
			page
		}) => {
			await page.setViewportSize(viewport);
			await page.goto(guide);
			const demo = page.locator(`#demo-${name}`);
			const height = () => demo.evaluate((element) => element.getBoundingClientRect().height);
			const reserved = await height();
			await demo.scrollIntoViewIfNeeded();
			await expect(demo.getByRole('status').first()).toHaveText(/受信中|接続済み/);
			expect(Math.abs((await height()) - reserved)).toBeLessThanOrEqual(1);
			const tooWide = await demo.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(tooWide).toBe(0);
		});
	}

	for (const colorScheme of ['light', 'dark'] as const) {
		test(`${name}: is accessible to axe-core in ${colorScheme} colours`, async ({ page }) => {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			const demo = await openDemo(page, name);
			await expect(demo.getByRole('status').first()).toHaveText(/受信中|接続済み/);
			expect(await violations(page, `#demo-${name}`)).toEqual([]);
		});
	}
}
