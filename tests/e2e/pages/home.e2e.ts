import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright/test';
import { text } from '../../../src/lib/demos/resume/text.ts';
import { open } from '../lib/open.ts';
import { expect, test } from '../lib/test.ts';

const examples = readdirSync(
	fileURLToPath(new URL('../../../content/ja/20-examples', import.meta.url))
)
	.filter((file) => /^\d+-.*\.md$/.test(file))
	.map((file) => `/examples/${file.replace(/^\d+-|\.md$/g, '')}/`);

/** The caption of the recorded connection. */
const recorded = /^\d+年\d+月\d+日に記録した、ブラウザーとサーバーの通信です。/;

/** The diagram, whose name has the counts. */
const pictureOf = (demo: Locator) => demo.getByRole('img', { name: /受信\d+件、うち再送/ });

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
	await expect(page.locator('#demo-resume .pictured')).toHaveCount(0);
	await page.locator('#demo-resume svg .end').first().waitFor();
	const moved = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
	expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01);
});

test('without a connection the demonstration shows a recorded one, also on paper, until the first byte arrives', async ({
	page
}) => {
	await page.route('**/api/events?*', (route) => route.abort());
	await open(page, '/');
	const demo = page.locator('#demo-resume');
	await expect(demo.getByRole('status').filter({ hasText: text.states.waiting })).toBeVisible();
	await expect(demo.getByText(recorded)).toBeVisible();
	await expect(pictureOf(demo)).toHaveAccessibleName(/受信12件、うち再送0件、欠落0件/);
	await expect(demo.getByRole('log')).toContainText('HTTP 200');
	const { height } = (await demo.boundingBox()) ?? { height: 0 };
	await page.emulateMedia({ media: 'print' });
	await expect(demo.getByText(recorded)).toBeVisible();
	await page.emulateMedia({ media: null });

	await page.unroute('**/api/events?*');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await demo.getByRole('button', { name: text.connect }).click();
	await expect(demo.getByText(recorded)).toHaveCount(0);
	await expect(demo.locator('.status-line')).toHaveText(text.idle);
	expect((await demo.boundingBox())?.height).toBe(height);
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

	test('the home page explains resuming with a recorded connection and the code', async ({
		page
	}) => {
		await page.setViewportSize({ width: 1440, height: 900 });
		await page.goto('/');
		const demo = page.locator('#demo-resume');
		await expect(demo.locator('noscript')).toBeVisible();
		await expect(demo.getByText(recorded)).toBeInViewport({ ratio: 1 });
		await expect(pictureOf(demo)).toBeInViewport({ ratio: 1 });
		// The layout is that of the live connection: the diagram is beside the log.
		const diagram = await pictureOf(demo).boundingBox();
		const log = await demo.getByRole('log').boundingBox();
		expect(diagram?.height).toBe(176);
		expect(log?.x).toBeGreaterThan((diagram?.x ?? 0) + (diagram?.width ?? 0));
		await expect(demo.getByRole('button')).toHaveCount(0);
		const how = page.locator('section[aria-labelledby="how"]');
		await expect(how.locator('ol > li')).toHaveCount(4);
		await expect(how.locator('pre')).toContainText('lastEventId');
	});
});
