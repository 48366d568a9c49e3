import type { Page, Request } from 'playwright/test';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { overflowOf, screens } from '../lib/screens.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';

/** Scrolls through the guide until every demonstration is loaded. */
async function runAll(page: Page): Promise<void> {
	await open(page, guide);
	const demos = page.locator('.demo');
	expect(await demos.count()).toBeGreaterThan(2);
	for (const demo of await demos.all()) {
		await demo.scrollIntoViewIfNeeded();
		await expect(demo.getByRole('button').first()).toBeVisible();
	}
}

for (const [name, viewport] of Object.entries(screens)) {
	test(`on a ${name} running demonstrations fit and are accessible together, without errors or requests to other hosts, and nothing moves with reduced motion`, async ({
		page,
		baseURL
	}) => {
		const problems = watch(page, baseURL ?? '');
		await page.setViewportSize(viewport);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await runAll(page);
		const moving = await page.evaluate(() =>
			document
				.getAnimations()
				.map((animation) => animation.effect?.getComputedTiming())
				.filter((timing) => Number(timing?.duration) * (timing?.iterations ?? 1) > 10)
		);
		expect(moving).toEqual([]);
		expect(await overflowOf(page)).toBeLessThanOrEqual(0);
		expect(problems).toEqual(noProblems);
		// The elements and colors are the same on both screens.
		if (name === 'desktop') expect(await violationsInBothColorSchemes(page, '.demo')).toEqual([]);
	});
}

test('C4: a page never holds more than four HTTP streams, whichever demonstrations run', async ({
	page
}) => {
	const streams = new Set<Request>();
	let maxStreams = 0;
	page.on('response', (response) => {
		if (!/text\/event-stream/.test(response.headers()['content-type'] ?? '')) return;
		streams.add(response.request());
		maxStreams = Math.max(maxStreams, streams.size);
	});
	page.on('requestfinished', (request) => streams.delete(request));
	page.on('requestfailed', (request) => streams.delete(request));
	await runAll(page);
	await expect.poll(() => maxStreams).toBeGreaterThan(0);
	// On HTTP/1.1 browsers allow six connections per host for all tabs together. The page needs some for its own files.
	expect(maxStreams).toBeLessThanOrEqual(4);
});
