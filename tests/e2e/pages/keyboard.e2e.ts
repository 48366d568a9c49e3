import type { Locator } from 'playwright/test';
import { ja } from '../../../src/lib/ui/ja.ts';
import { open } from '../lib/open.ts';
import { pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** Whether the focus is inside an element. */
const hasFocus = (part: Locator) =>
	part.evaluate(
		(element) => element.contains(document.activeElement) && element !== document.activeElement
	);

for (const path of pages()) {
	test(`${path}: the first Tab reaches the skip link, and the next one after it what follows in the main content`, async ({
		page
	}) => {
		await open(page, path);
		await page.keyboard.press('Tab');
		await expect(page.getByRole('link', { name: ja.skipToContent })).toBeFocused();
		await page.keyboard.press('Enter');
		const main = page.getByRole('main');
		await expect(main).toBeFocused();
		await page.keyboard.press('Tab');
		expect(await hasFocus(main)).toBe(true);
	});
}
