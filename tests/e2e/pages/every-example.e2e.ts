import { examples, openExample } from '../examples/example.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { everythingReached, tabThrough } from '../lib/keyboard.ts';
import { overflowOf, screens } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';

for (const name of examples) {
	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: runs without errors or requests to other hosts, fits and is accessible`, async ({
			page,
			baseURL
		}) => {
			const problems = watch(page, baseURL ?? '');
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			await openExample(page, name);
			expect(problems).toEqual(noProblems);
			// The elements and colors are the same on both screens.
			if (screen === 'phone')
				expect(await violationsInBothColorSchemes(page, `#demo-${name}`)).toEqual([]);
			else expect(await tabThrough(page, page.locator(`#demo-${name}`))).toEqual(everythingReached);
			expect(await overflowOf(page)).toBeLessThanOrEqual(0);
		});
	}
}
