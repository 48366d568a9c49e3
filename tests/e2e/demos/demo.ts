import type { Locator, Page } from 'playwright/test';
import { pageOf } from '../../lib/demos.ts';
import { test } from '../lib/test.ts';

export { demos, pageOf } from '../../lib/demos.ts';

/** Opens its page and goes to a demonstration, as a reader who scrolls down to it. */
export async function openDemo(page: Page, name: string): Promise<Locator> {
	// A cold `vite dev` compiles its first page, and a demonstration, while one waits.
	test.slow(test.info().project.name === 'dev', 'compiles on demand');
	await page.goto(pageOf(name));
	const demo = page.locator(`#demo-${name}`);
	await demo.scrollIntoViewIfNeeded();
	await demo.getByRole('button').first().waitFor();
	return demo;
}

/** The same demonstration on a page that was opened anew, with `search` at the end of its address. */
export async function reopenDemo(page: Page, name: string, search: string): Promise<Locator> {
	await page.goto(`${pageOf(name)}${search}#demo-${name}`);
	const demo = page.locator(`#demo-${name}`);
	await demo.getByRole('button').first().waitFor();
	return demo;
}
