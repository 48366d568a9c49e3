import { text as shared } from '../../../src/lib/demos/text.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { everythingReached, tabThrough } from '../lib/keyboard.ts';
import { open } from '../lib/open.ts';
import { screens } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';
import { demos, pageOf } from '../demos/demo.ts';

for (const name of demos) {
	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name} on a ${screen}: appears without errors, a layout shift or requests to other hosts, fits the screen and is accessible`, async ({
			page,
			baseURL
		}) => {
			const problems = watch(page, baseURL ?? '');
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
			await open(page, pageOf(name));
			const demo = page.locator(`#demo-${name}`);
			const height = () => demo.evaluate((element) => element.getBoundingClientRect().height);
			const reserved = await height();
			await demo.scrollIntoViewIfNeeded();
			await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
			await expect.poll(async () => Math.abs((await height()) - reserved)).toBeLessThanOrEqual(1);
			const tooWide = await demo.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(tooWide).toBe(0);
			expect(problems).toEqual(noProblems);
			if (screen === 'desktop') {
				expect(await tabThrough(page, demo)).toEqual(everythingReached);
				return;
			}
			// The elements and colors are those of the desktop.
			expect(await violationsInBothColorSchemes(page, `#demo-${name}`)).toEqual([]);
			const disconnect = demo.getByRole('button', { name: shared.disconnect, exact: true });
			if ((await disconnect.count()) === 0) return;
			while ((await disconnect.count()) > 0) await disconnect.first().click();
			expect(await violationsInBothColorSchemes(page, `#demo-${name}`)).toEqual([]);
		});
	}
}
