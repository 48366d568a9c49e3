import { examples, openExample } from '../examples/example.ts';
import { violations } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';

// On the built site only: how an example looks is the same in every host.
const screens = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };

for (const name of examples) {
	for (const [screen, viewport] of Object.entries(screens)) {
		for (const colorScheme of ['light', 'dark'] as const) {
			test(`${name} on a ${screen} in ${colorScheme} colours: fits, is accessible`, async ({
				page
			}) => {
				await page.setViewportSize(viewport);
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await openExample(page, name);
				expect(await violations(page, `#demo-${name}`)).toEqual([]);
				const tooWide = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth
				);
				expect(tooWide).toBeLessThanOrEqual(0);
			});
		}
	}
}
