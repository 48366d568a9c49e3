import { examples, openExample } from '../examples/example.ts';
import { violationsInBothColours } from '../lib/accessibility.ts';
import { overflowOf, screens } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';

for (const name of examples) {
	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: fits, accessible on the phone`, async ({ page }) => {
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			await openExample(page, name);
			// The elements and colours are those of the desktop.
			if (screen === 'phone')
				expect(await violationsInBothColours(page, `#demo-${name}`)).toEqual([]);
			expect(await overflowOf(page)).toBeLessThanOrEqual(0);
		});
	}
}
