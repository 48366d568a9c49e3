import { examples, openExample } from '../examples/example.ts';
import { violationsInBothColours } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';

const screens = { phone: { width: 360, height: 740 }, desktop: { width: 1440, height: 900 } };

for (const name of examples) {
	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: fits, accessible on the phone`, async ({ page }) => {
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			await openExample(page, name);
			// The elements and colours are those of the desktop.
			if (screen === 'phone')
				expect(await violationsInBothColours(page, `#demo-${name}`)).toEqual([]);
			const tooWide = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(tooWide).toBeLessThanOrEqual(0);
		});
	}
}
