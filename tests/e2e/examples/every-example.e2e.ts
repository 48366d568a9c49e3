import { existsSync, readdirSync } from 'node:fs';
import { violations } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';

const folder = 'src/lib/examples';
const examples = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/index.ts`));

const screens = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };

for (const name of examples) {
	for (const [screen, viewport] of Object.entries(screens)) {
		for (const colorScheme of ['light', 'dark'] as const) {
			test(`${name} on a ${screen} in ${colorScheme} colours: runs without a complaint, fits, is accessible`, async ({
				page,
				baseURL
			}) => {
				const complaints = watch(page, baseURL ?? '');
				await page.setViewportSize(viewport);
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				await page.goto(`/examples/${name}/`);
				const example = page.locator(`#demo-${name}`);
				await example.scrollIntoViewIfNeeded();
				await expect(example.locator(':is(button, input)').first()).toBeVisible();
				await expect(example.getByRole('status').first()).not.toBeEmpty();
				expect(await violations(page, `#demo-${name}`)).toEqual([]);
				const tooWide = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth
				);
				expect(tooWide).toBeLessThanOrEqual(0);
				expect(complaints).toEqual({ errors: [], foreign: [] });
			});
		}
	}

	test(`${name}: every file can be read, and the whole be had as a project`, async ({ page }) => {
		await page.goto(`/examples/${name}/`);
		const file = page.locator('.example-file').first();
		await file.locator('summary').click();
		await expect(file.locator('pre')).toBeVisible();
		const address = await page.locator('.example-head a').getAttribute('href');
		expect(address).toBe(`/examples/${name}.zip`);
		const answer = await page.request.get(address ?? '');
		expect(answer.status()).toBe(200);
		expect((await answer.body()).subarray(0, 2).toString()).toBe('PK');
	});
}
