import type { Locator, Page } from 'playwright/test';
import { text } from '../../../src/lib/demos/sse/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo, waitForNumber } from './demo.ts';

const state = (demo: Locator) => demo.getByRole('status').first();
const statusLine = (demo: Locator) => demo.locator('.status-line');
const rows = (demo: Locator) => demo.locator('tbody tr');
const skipped = (demo: Locator) => demo.locator('.skipped');
const waitForReceived = (demo: Locator, count: number) => waitForNumber(demo, text.received, count);

/** The numbers in the list, oldest first. */
const ids = async (demo: Locator) =>
	(await rows(demo).locator('td:first-child').allTextContents()).map(Number).reverse();

/** Resolves when the browser closes the stream. */
const streamEnd = (page: Page) =>
	page.waitForEvent('requestfailed', (request) => request.url().includes('/api/events'));

test(
	'the feed shows its state and the last 10 events, newest first',
	{ tag: '@waits' },
	async ({ page }) => {
		const demo = await openDemo(page, 'sse');
		await expect(state(demo)).toHaveText(text.states.open);
		await waitForReceived(demo, 12);
		await expect(rows(demo)).toHaveCount(10);
		const seen = await ids(demo);
		expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
	}
);

test(
	'C1: the browser reconnects by itself after a drop and resumes from Last-Event-ID without loss @every-host',
	{ tag: '@waits' },
	async ({ page }) => {
		const lastEventIds: string[] = [];
		const devtools = await page.context().newCDPSession(page);
		await devtools.send('Network.enable');
		devtools.on('Network.requestWillBeSentExtraInfo', ({ headers }) => {
			const id = headers['Last-Event-ID'] ?? headers['last-event-id'];
			if (id !== undefined) lastEventIds.push(id);
		});
		const demo = await openDemo(page, 'sse');
		await waitForReceived(demo, 3);
		await demo.getByRole('button', { name: text.drop }).click();
		await expect(state(demo)).toHaveText(text.states.waiting);
		await expect(state(demo)).toHaveText(text.states.open);
		await expect(numberIn(demo, text.reconnects)).toHaveText('1');
		await expect.poll(() => lastEventIds).toHaveLength(1);

		// Long enough for the list to contain both replayed and new events.
		await waitForReceived(demo, 9);
		await expect(numberIn(demo, text.missing)).toHaveText('0');
		const seen = await ids(demo);
		expect(seen).toEqual(seen.map((_, index) => (seen[0] ?? 0) + index));
	}
);

test('a second click during a drop sends no second request and reports no failure', async ({
	page
}) => {
	let requests = 0;
	page.on('request', (request) => {
		if (request.url().includes('/api/events/drop')) requests += 1;
	});
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 2);
	await demo.getByRole('button', { name: text.drop }).dblclick();
	await expect(statusLine(demo)).toHaveText(text.dropping);
	await expect(numberIn(demo, text.reconnects)).toHaveText('1');
	await expect(statusLine(demo)).not.toHaveText(text.dropFailed);
	expect(requests).toBe(1);
});

test('stopping after a drop clears the notice about the drop', async ({ page }) => {
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 2);
	await demo.getByRole('button', { name: text.drop }).click();
	await expect(statusLine(demo)).toHaveText(text.dropping);
	await expect(numberIn(demo, text.reconnects)).toHaveText('1');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(state(demo)).toHaveText(text.states.closed);
	await expect(statusLine(demo)).toHaveText(text.stopped);
});

test('C2: an unreadable event is counted, and the feed continues', async ({ page }) => {
	const stream = 'retry: 100\n\nid: x.1\ndata: {"type":"update"\n\nid: x.2\ndata: {"type":7}\n\n';
	await page.route(
		'**/api/events?*',
		(route) => route.fulfill({ contentType: 'text/event-stream', body: stream }),
		{ times: 1 }
	);
	const demo = await openDemo(page, 'sse');
	await expect(numberIn(demo, text.rejected)).toHaveText('2');
	await waitForReceived(demo, 2);
});

test('stop ends the stream, and start shows which events were skipped, without counting them as lost', async ({
	page
}) => {
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 2);
	const closed = streamEnd(page);
	await demo.getByRole('button', { name: text.disconnect }).click();
	await closed;
	await expect(state(demo)).toHaveText(text.states.closed);
	await expect(skipped(demo)).toHaveCount(0);
	const seen = await ids(demo);
	// Waits, as another reader of the feed, until two events have passed.
	await page.evaluate(async () => {
		const response = await fetch('/api/events');
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		for (let updates = 0; updates < 2;) {
			updates += (await reader?.read())?.value?.includes('"update"') ? 1 : 0;
		}
		await reader?.cancel();
	});

	await demo.getByRole('button', { name: text.connect }).click();
	await expect(state(demo)).toHaveText(text.states.open);
	await waitForReceived(demo, 4);
	await expect(numberIn(demo, text.missing)).toHaveText('0');
	await expect(numberIn(demo, text.reconnects)).toHaveText('0');
	const before = seen.at(-1) ?? 0;
	const [first = 0] = (await ids(demo)).filter((id) => id > before);
	await expect(skipped(demo)).toHaveText([text.skipped(before + 1, first - 1)]);
});

test('the connection closes when the demonstration is far out of view, and received events stay', async ({
	page
}) => {
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 2);
	const closed = streamEnd(page);
	await page.evaluate(() => window.scrollTo(0, 0));
	await closed;
	await expect(state(demo)).toHaveText(text.states.closed);
	expect(await rows(demo).count()).toBeGreaterThanOrEqual(2);
});

test('C6: a page closes its stream on pagehide and reopens it on pageshow', async ({ page }) => {
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 2);
	const closed = streamEnd(page);
	await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
	await closed;
	await expect(state(demo)).toHaveText(text.states.closed);
	await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow')));
	await expect(state(demo)).toHaveText(text.states.open);
	await waitForReceived(demo, 4);
});

test('the feed resumes by itself after a server restart', async ({ page, host, hostName }) => {
	test.skip(hostName === 'dev', 'Vite reloads the page when its server comes back');
	const demo = await openDemo(page, 'sse');
	await waitForReceived(demo, 1);
	await host.stop();
	await expect(state(demo)).toHaveText(text.states.waiting);
	await host.start();
	await expect(state(demo)).toHaveText(text.states.open, { timeout: 45_000 });
	await waitForReceived(demo, 3);
});
