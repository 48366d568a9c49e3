import type { Page, Response } from 'playwright/test';
import { expect } from './test.ts';

/**
 * Opens a page and waits until its script has run, which selects one of the color themes. It does not wait for an idle
 * network, because a demonstration in view may keep a request open.
 */
export async function open(page: Page, path: string): Promise<Response | null> {
	const response = await page.goto(path);
	await expect(page.locator('#theme input:checked')).toHaveCount(1);
	return response;
}
