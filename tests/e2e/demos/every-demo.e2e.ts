import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { violations } from '../lib/accessibility.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';
import { openDemo } from './demo.ts';

const folder = fileURLToPath(new URL('../../../src/lib/demos', import.meta.url));
/** Tools connect to nothing and have tests of their own. */
const demos = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)
	.filter((name) => !readFileSync(`${folder}/${name}/meta.ts`, 'utf8').includes("kind: 'tool'"));

const screens = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };

for (const name of demos) {
	test(`${name}: runs without a complaint and asks no other host for anything`, async ({
		page,
		baseURL
	}) => {
		const complaints = watch(page, baseURL ?? '');
		const demo = await openDemo(page, name);
		await expect(demo.getByRole('status').first()).toHaveText(/受信中|接続済み/);
		expect(complaints).toEqual({ errors: [], foreign: [] });
	});

	for (const [screen, viewport] of Object.entries(screens)) {
		test(`${name}: nothing moves when it appears on a ${screen}, nothing is cut off`, async ({
			page
		}) => {
			await page.setViewportSize(viewport);
			await page.goto(guide);
			const demo = page.locator(`#demo-${name}`);
			const height = () => demo.evaluate((element) => element.getBoundingClientRect().height);
			const reserved = await height();
			await demo.scrollIntoViewIfNeeded();
			await expect(demo.getByRole('status').first()).toHaveText(/受信中|接続済み/);
			expect(Math.abs((await height()) - reserved)).toBeLessThanOrEqual(1);
			const tooWide = await demo.evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(tooWide).toBe(0);
		});
	}

	for (const colorScheme of ['light', 'dark'] as const) {
		test(`${name}: is accessible to axe-core in ${colorScheme} colours`, async ({ page }) => {
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			const demo = await openDemo(page, name);
			await expect(demo.getByRole('status').first()).toHaveText(/受信中|接続済み/);
			expect(await violations(page, `#demo-${name}`)).toEqual([]);
		});
	}
}

test('no demonstration is loaded before the reader is near', async ({ page }) => {
	await page.goto(guide);
	const demos = page.locator('.demo');
	await expect(demos.getByRole('button')).toHaveCount(0);
	await expect(demos.first()).toContainText('画面に近づくと');
});
