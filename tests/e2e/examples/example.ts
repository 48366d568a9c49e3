import { existsSync, readdirSync } from 'node:fs';
import { expect, type Locator, type Page } from 'playwright/test';

const folder = 'src/lib/examples';
/** The names of all examples. */
export const examples = readdirSync(folder).filter((name) =>
	existsSync(`${folder}/${name}/index.ts`)
);

/** Opens an example's page and waits until it runs. */
export async function openExample(page: Page, name: string): Promise<Locator> {
	await page.goto(`/examples/${name}/`);
	const example = page.locator(`#demo-${name}`);
	await example.scrollIntoViewIfNeeded();
	await expect(example.locator(':is(button, input)').first()).toBeVisible();
	await expect(example.getByRole('status').first()).not.toBeEmpty();
	return example;
}
