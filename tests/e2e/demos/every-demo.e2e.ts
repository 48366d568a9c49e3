import { text as frame } from '../../../src/lib/demos/frame-text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';
import { demos, openDemo } from './demo.ts';

for (const name of demos) {
	test(`${name}: runs without errors and sends no requests to other hosts @only-dev`, async ({
		page,
		baseURL
	}) => {
		const problems = watch(page, baseURL ?? '');
		const demo = await openDemo(page, name);
		await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
		expect(problems).toEqual(noProblems);
	});
}

test('no demonstration is loaded before the reader scrolls near it', async ({ page }) => {
	await page.goto(guide);
	const places = page.locator('.demo');
	await expect(places.getByRole('button')).toHaveCount(0);
	await expect(places.first()).toContainText(frame.approaching);
});
