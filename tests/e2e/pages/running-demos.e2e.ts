import type { Page, Request } from 'playwright/test';
import { violationsInBothColours } from '../lib/accessibility.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { watch } from '../lib/watch.ts';

const closedEarly = /WebSocket is closed before the connection is established/;

/** Scrolls through the guide until every demonstration is loaded. */
async function runAll(page: Page): Promise<void> {
	await page.goto(guide);
	const demos = page.locator('.demo');
	expect(await demos.count()).toBeGreaterThan(2);
	for (const demo of await demos.all()) {
		await demo.scrollIntoViewIfNeeded();
		await expect(demo.getByRole('button').first()).toBeVisible();
	}
}

for (const [name, viewport] of Object.entries({
	phone: { width: 360, height: 740 },
	desktop: { width: 1440, height: 900 }
})) {
	test(`on a ${name} running demonstrations fit and are accessible together`, async ({ page }) => {
		await page.setViewportSize(viewport);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await runAll(page);
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(overflow).toBeLessThanOrEqual(0);
		expect(await violationsInBothColours(page, '.demo')).toEqual([]);
	});
}

test('running demonstrations cause no errors and no requests to other hosts', async ({
	page,
	baseURL
}) => {
	const complaints = watch(page, baseURL ?? '');
	await runAll(page);
	// A demonstration out of view disconnects; during a handshake, Chromium reports that as an error.
	const errors = complaints.errors.filter((text) => !closedEarly.test(text));
	expect({ ...complaints, errors }).toEqual({ errors: [], foreign: [] });
});

test('C4: a page never holds more than four HTTP streams, whatever demonstrations run', async ({
	page
}) => {
	const open = new Set<Request>();
	let most = 0;
	page.on('response', (response) => {
		if (!/text\/event-stream/.test(response.headers()['content-type'] ?? '')) return;
		open.add(response.request());
		most = Math.max(most, open.size);
	});
	page.on('requestfinished', (request) => open.delete(request));
	page.on('requestfailed', (request) => open.delete(request));
	await runAll(page);
	// Browsers allow six per host over all tabs on HTTP/1.1; the page needs some for its own files.
	expect(most).toBeGreaterThan(0);
	expect(most).toBeLessThanOrEqual(4);
});
