import type { Page } from 'playwright/test';
import { violations } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** Opens the guide at the code block of its streaming endpoint. `handler` is a name in the block that has a type. */
async function openBlock(page: Page) {
	await open(page, guide);
	const block = page.locator('figure[data-types*="/api/events/_server.ts"]').first();
	// Opened by script, because a pointer would load the types.
	await page
		.locator('details')
		.filter({ has: block })
		.evaluateAll((all) => all.forEach((fold) => fold.setAttribute('open', '')));
	await block.scrollIntoViewIfNeeded();
	const tip = page.getByRole('tooltip');
	return { block, tip, handler: block.getByText('GET', { exact: true }) };
}

const type = 'const GET: RequestHandler';

test('hovering over a name in code shows its type, which stays while the pointer is on it', async ({
	page
}) => {
	const { tip, handler } = await openBlock(page);
	await expect(tip).toHaveCount(0);
	await handler.hover();
	await expect(tip).toHaveText(type);
	await tip.hover();
	await expect(tip).toBeVisible();
	expect(await violations(page, '.type-tip')).toEqual([]);
	await expect(tip).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(tip).toBeHidden();
	await handler.hover();
	await expect(tip).toBeVisible();
	await page.mouse.move(1, 1);
	await expect(tip).toBeHidden();
});

test('types that arrive after the pointer has left are not shown', async ({ page }) => {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/api/events/_server.ts*', async (route) => {
		await released;
		await route.continue();
	});
	const { block, tip, handler } = await openBlock(page);
	const requested = page.waitForRequest('**/api/events/_server.ts*');
	await handler.hover();
	await requested;
	const shown = await page.locator('.type-tip').evaluateHandle((box) => {
		const texts: (string | null)[] = [];
		new MutationObserver((changes) => {
			for (const { addedNodes } of changes) {
				texts.push(...[...addedNodes].map(({ textContent }) => textContent));
			}
		}).observe(box, { childList: true });
		return texts;
	});
	await page.mouse.move(1, 1);
	// The keyboard's event waits for the same request, but began later, so it is handled after the pointer's.
	await block.locator('pre').focus();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Tab');
	release();
	await expect(tip).toContainText('Enter');
	// Only the hint for the keyboard was shown, never a type.
	expect(new Set(await shown.jsonValue())).toEqual(new Set([await tip.textContent()]));
});

test('a click that is a mouse event, as in older browsers, shows the type too', async ({
	page
}) => {
	const { tip, handler } = await openBlock(page);
	await handler.evaluate((name) => {
		const { x, y, width, height } = name.getBoundingClientRect();
		const at = { clientX: x + width / 2, clientY: y + height / 2 };
		name.dispatchEvent(new MouseEvent('click', { bubbles: true, ...at }));
	});
	await expect(tip).toHaveText(type);
});

test('neither a click on the document nor a lost connection causes an error, and types work again afterwards', async ({
	page
}) => {
	const errors: string[] = [];
	page.on('pageerror', ({ message }) => errors.push(message));
	const { tip, handler } = await openBlock(page);
	await page.evaluate(() => document.dispatchEvent(new MouseEvent('click', { bubbles: true })));
	await page.route('**/_app/immutable/**', (route) => route.abort());
	const lost = page.waitForEvent('requestfailed');
	await handler.hover();
	await lost;
	await page.unroute('**/_app/immutable/**');
	await page.mouse.move(1, 1);
	await handler.hover();
	await expect(tip).toHaveText(type);
	expect(errors).toEqual([]);
});

test('with the keyboard, Enter shows a type, arrow keys move to the next, and the type is announced', async ({
	page
}) => {
	const { block, tip } = await openBlock(page);
	const status = page.locator('#status');
	await block.locator('pre').focus();
	// Focus from a script does not count as keyboard focus.
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Tab');
	await expect(tip).toContainText('Enter');
	await page.keyboard.press('Enter');
	const first = await tip.textContent();
	await page.keyboard.press('End');
	await expect(tip).not.toHaveText(first ?? '');
	await expect(status).toHaveText((await tip.textContent()) ?? '-');
	await page.keyboard.press('Home');
	for (let n = 0; n < 100 && (await tip.textContent()) !== type; n++) {
		await page.keyboard.press('ArrowRight');
	}
	await expect(status).toHaveText(type);
	await page.keyboard.press('Escape');
	await expect(tip).toBeHidden();
	await expect(block.locator('pre')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(tip).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(tip).toBeHidden();
});

test.describe('by touch, on a phone', () => {
	test.use({ hasTouch: true, viewport: { width: 360, height: 740 } });

	test('a tap shows the type within the screen, a tap elsewhere hides it', async ({ page }) => {
		const { tip, handler } = await openBlock(page);
		await handler.tap();
		await expect(tip).toHaveText(type);
		const box = await tip.boundingBox();
		expect(box?.x).toBeGreaterThanOrEqual(0);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
		await page.locator('h1').dispatchEvent('pointerdown');
		await expect(tip).toBeHidden();
	});
});
