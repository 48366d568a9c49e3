import type { Page } from 'playwright/test';
import { violations } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** The guide's endpoint that streams events, and its first name of the kind. */
async function stream(page: Page) {
	await open(page, guide);
	const block = page.locator('figure[data-types*="/api/events/_server.ts"]').first();
	await block.scrollIntoViewIfNeeded();
	const tip = page.getByRole('tooltip');
	return { block, tip, handler: block.getByText('GET', { exact: true }) };
}

const type = 'const GET: RequestHandler';

test('pointing at a name in code shows its type, which stays while the pointer is on it', async ({
	page
}) => {
	const { tip, handler } = await stream(page);
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

test('by keyboard Enter begins, arrows go on, and what is shown is said as well', async ({
	page
}) => {
	const { block, tip } = await stream(page);
	const status = page.locator('#status');
	await block.locator('pre').focus();
	// Focus that a script gives is not that of a keyboard.
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

	test('a tap shows the type within the screen, a tap elsewhere takes it away', async ({
		page
	}) => {
		const { tip, handler } = await stream(page);
		await handler.tap();
		await expect(tip).toHaveText(type);
		const box = await tip.boundingBox();
		expect(box?.x).toBeGreaterThanOrEqual(0);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
		await page.locator('h1').dispatchEvent('pointerdown');
		await expect(tip).toBeHidden();
	});
});

test('every block that names its types has them, each mark on the letters of a name', async ({
	page
}) => {
	const found: Record<string, number> = {};
	for (const path of pages()) {
		await page.goto(path);
		const faults = await page.evaluate(async () => {
			const blocks = [...document.querySelectorAll<HTMLElement>('[data-types]')];
			const wrong: string[] = [];
			let marks = 0;
			for (const block of blocks) {
				const response = await fetch(block.dataset['types'] ?? '');
				const types = (await response.json()) as { marks: [number, number, number, number][] };
				const lines = [...block.querySelectorAll('.line')].map(({ textContent }) => textContent);
				marks += types.marks.length;
				for (const [line, column, length] of types.marks) {
					const name = lines[line]?.slice(column, column + length) ?? '';
					if (!/^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
						wrong.push(`${block.dataset['types']} ${line}:${column} ${name}`);
				}
			}
			return { wrong, marks };
		});
		expect(faults.wrong, path).toEqual([]);
		found[path] = faults.marks;
	}
	expect(found[guide]).toBeGreaterThan(500);
});
