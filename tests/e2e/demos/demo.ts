import type { Locator, Page } from 'playwright/test';
import { pageOf } from '../../lib/demos.ts';
import { expect, test } from '../lib/test.ts';

export { demos, pageOf } from '../../lib/demos.ts';

/** Opens the page of a demonstration and scrolls to it. */
export async function openDemo(page: Page, name: string): Promise<Locator> {
	// A cold `vite dev` compiles the page and the demonstration on the first request.
	test.slow(test.info().project.name === 'dev', 'compiles on demand');
	await page.goto(pageOf(name));
	const demo = page.locator(`#demo-${name}`);
	await demo.scrollIntoViewIfNeeded();
	await demo.getByRole('button').first().waitFor();
	return demo;
}

/** A number of a demonstration, or of a lane in it, by its exact name. */
export const numberIn = (area: Locator, name: string): Locator =>
	area.locator(`.numbers div:has(dt:text-is("${name}")) dd`);

export const readNumber = async (area: Locator, name: string): Promise<number> =>
	Number(await numberIn(area, name).first().textContent());

/** Waits for at least `count`: one event arrives each second, so an exact number could be missed. */
export const waitForNumber = (area: Locator, name: string, count: number): Promise<void> =>
	expect.poll(() => readNumber(area, name), { timeout: 40_000 }).toBeGreaterThanOrEqual(count);

/** Rejects with 429 every fault that the page requests. */
export const rejectFaults = (page: Page): Promise<unknown> =>
	page.route('**/api/connections/*', (route) =>
		route.fulfill({ status: 429, json: { code: 'rate_limited', message: 'later' } })
	);

/** Opens the page at the demonstration, with `search` in its URL. */
export async function reopenDemo(page: Page, name: string, search: string): Promise<Locator> {
	await page.goto(`${pageOf(name)}${search}#demo-${name}`);
	const demo = page.locator(`#demo-${name}`);
	await demo.getByRole('button').first().waitFor();
	return demo;
}
