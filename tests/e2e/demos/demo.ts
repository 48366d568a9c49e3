import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright/test';
import { guide } from '../lib/pages.ts';
import { test } from '../lib/test.ts';

const folder = fileURLToPath(new URL('../../../src/lib/demos', import.meta.url));
/** What connects to the server, by name. Tools connect to nothing and have tests of their own. */
export const demos = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)
	.filter((name) => !readFileSync(`${folder}/${name}/meta.ts`, 'utf8').includes("kind: 'tool'"));

/** Opens the guide and goes to one of its demonstrations, as a reader who scrolls down to it. */
export async function openDemo(page: Page, name: string): Promise<Locator> {
	// A cold `vite dev` compiles its first page, and a demonstration, while one waits.
	test.slow(test.info().project.name === 'dev', 'compiles on demand');
	await page.goto(guide);
	const demo = page.locator(`#demo-${name}`);
	await demo.scrollIntoViewIfNeeded();
	await demo.getByRole('button').first().waitFor();
	return demo;
}

/** The same demonstration on a page that was opened anew, with `search` at the end of its address. */
export async function reopenDemo(page: Page, name: string, search: string): Promise<Locator> {
	await page.goto(`${guide}${search}#demo-${name}`);
	const demo = page.locator(`#demo-${name}`);
	await demo.getByRole('button').first().waitFor();
	return demo;
}
