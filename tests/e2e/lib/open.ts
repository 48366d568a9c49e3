import type { Page, Response } from 'playwright/test';
import { expect } from './test.ts';

/**
 * Opens a page and waits until its script has taken over, which the checked choice of colours shows. Not until the
 * network is idle: with a demonstration in view that holds a request open, it never is.
 */
export async function open(page: Page, path: string): Promise<Response | null> {
	const response = await page.goto(path);
	await expect(page.locator('#theme input:checked')).toHaveCount(1);
	return response;
}
