import { violationsInBothColours } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';
import { labs, openLab } from './lab.ts';

const screens = { phone: { width: 360, height: 740 }, desktop: { width: 1440, height: 900 } };

for (const name of labs) {
	test(`${name}: appears without errors and sends no requests to other hosts @every-host`, async ({
		page,
		baseURL
	}) => {
		const complaints = watch(page, baseURL ?? '');
		await openLab(page, name);
		expect(complaints).toEqual({ errors: [], foreign: [] });
	});

	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: fits, accessible on the phone`, async ({ page }) => {
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			const lab = await openLab(page, name);
			// The elements and colours are those of the desktop.
			if (screen === 'phone')
				expect(await violationsInBothColours(page, `#demo-${name}`)).toEqual([]);
			const tooWide = await lab.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(tooWide).toBe(0);
			const overflow = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(overflow).toBeLessThanOrEqual(0);
		});
	}
}
