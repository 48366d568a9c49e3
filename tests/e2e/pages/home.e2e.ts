import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { open } from '../lib/open.ts';
import { expect, test } from '../lib/test.ts';

const examples = readdirSync(
	fileURLToPath(new URL('../../../content/ja/20-examples', import.meta.url))
)
	.filter((file) => /^\d+-.*\.md$/.test(file))
	.map((file) => `/examples/${file.replace(/^\d+-|\.md$/g, '')}/`);

for (const [screen, viewport] of Object.entries({
	desktop: { width: 1440, height: 900 },
	phone: { width: 390, height: 844 }
})) {
	test(`the first screen of a ${screen} shows the main links and a live connection`, async ({
		page
	}) => {
		await page.setViewportSize(viewport);
		await open(page, '/');
		const main = page.locator('main');
		const firstSteps = main.getByRole('link', { name: 'はじめの一歩' }).first();
		await expect(firstSteps).toHaveAttribute('href', '/sveltekit/realtime/first-steps/');
		await expect(firstSteps).toBeInViewport({ ratio: 1 });
		await expect(main.getByRole('link', { name: 'ガイド' }).first()).toBeInViewport({ ratio: 1 });
		await expect(main.getByRole('link', { name: '症状から探す' }).first()).toBeInViewport();
		await expect(page.locator('#demo-resume').getByRole('img').first()).toBeInViewport({
			ratio: 1
		});
	});
}

test('nothing moves while the demonstration appears', async ({ page }) => {
	await page.addInitScript(() => {
		const shifts: number[] = [];
		Object.assign(window, { shifts });
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries())
				shifts.push((entry as PerformanceEntry & { value: number }).value);
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await open(page, '/');
	await page.locator('#demo-resume svg .end').first().waitFor();
	const moved = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
	expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01);
});

test('the home page links to every example and to the symptoms', async ({ page }) => {
	await open(page, '/');
	expect(examples.length).toBeGreaterThanOrEqual(5);
	for (const path of examples) {
		await expect(page.locator(`main a[href="${path}"]`).first()).toBeVisible();
	}
	expect(await page.locator('main a[href^="/symptoms/#"]').count()).toBeGreaterThanOrEqual(4);
});

test.describe('without script', () => {
	test.use({ javaScriptEnabled: false });

	test('the home page explains resuming with the code, and reserves no space for the demonstration', async ({
		page
	}) => {
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.goto('/');
		await expect(page.locator('#demo-resume noscript')).toBeVisible();
		const box = await page.locator('#demo-resume').boundingBox();
		expect(box?.height).toBeLessThan(200);
		const how = page.locator('section[aria-labelledby="how"]');
		await expect(how.getByRole('heading', { level: 2 })).toBeInViewport();
		await expect(how.locator('ol > li')).toHaveCount(4);
		await expect(how.locator('pre')).toContainText('lastEventId');
	});
});
