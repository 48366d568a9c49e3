import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { everythingReached, tabThrough } from '../lib/keyboard.ts';
import { overflowOf, screens } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';
import { labs, openLab } from './lab.ts';

for (const name of labs) {
	test(`${name}: loads without errors and sends no requests to other hosts @only-dev`, async ({
		page,
		baseURL
	}) => {
		const problems = watch(page, baseURL ?? '');
		await openLab(page, name);
		expect(problems).toEqual(noProblems);
	});

	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: loads without errors or requests to other hosts, fits and is accessible`, async ({
			page,
			baseURL
		}) => {
			const problems = watch(page, baseURL ?? '');
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			const lab = await openLab(page, name);
			expect(problems).toEqual(noProblems);
			// The elements and colors are the same on both screens.
			if (screen === 'phone')
				expect(await violationsInBothColorSchemes(page, `#demo-${name}`)).toEqual([]);
			else expect(await tabThrough(page, lab)).toEqual(everythingReached);
			const tooWide = await lab.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(tooWide).toBe(0);
			expect(await overflowOf(page)).toBeLessThanOrEqual(0);
		});
	}
}
