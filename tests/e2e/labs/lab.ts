import { existsSync, readdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { test } from '../lib/test.ts';

const folder = 'src/lib/labs';
/** The names of all laboratories. */
export const labs = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/index.ts`));

/** Opens the page of a laboratory, with `search` in its URL, and waits until it is shown. */
export async function openLab(page: Page, name: string, search = ''): Promise<Locator> {
	// A cold `vite dev` compiles the page and the laboratory on the first request.
	test.slow(test.info().project.name === 'dev', 'compiles on demand');
	await page.goto(`/labs/${name}/${search}`);
	const lab = page.locator(`#demo-${name}`);
	await lab.scrollIntoViewIfNeeded();
	await lab.getByRole('button').first().waitFor();
	return lab;
}
