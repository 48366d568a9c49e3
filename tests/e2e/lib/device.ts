import type { Browser, BrowserContext } from 'playwright/test';

/** A second device of a reader: a browser context with its own cookies and storage. */
export function newDevice(browser: Browser, baseURL: string | undefined): Promise<BrowserContext> {
	return browser.newContext({ locale: 'ja-JP', ...(baseURL && { baseURL }) });
}
