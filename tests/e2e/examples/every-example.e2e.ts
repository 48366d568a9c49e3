import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';
import { examples, openExample } from './example.ts';

for (const name of examples) {
	test(`${name}: runs without errors and sends no requests to other hosts @only-dev`, async ({
		page,
		baseURL
	}) => {
		const problems = watch(page, baseURL ?? '');
		await openExample(page, name);
		expect(problems).toEqual(noProblems);
	});

	test(`${name}: its files can be read, and the project can be downloaded @dev`, async ({
		page
	}) => {
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
