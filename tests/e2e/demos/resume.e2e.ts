import type { Locator, Page, Request } from 'playwright/test';
import { text } from '../../../src/lib/demos/resume/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo, readNumber, waitForNumber } from './demo.ts';

/** Waits until the reader’s own connection has replaced the recorded one. */
async function openResume(page: Page): Promise<Locator> {
	const demo = await openDemo(page, 'resume');
	await expect(demo.locator('.pictured')).toHaveCount(0);
	return demo;
}

const state = (demo: Locator) => demo.getByRole('status').first();
const statusLine = (demo: Locator) => demo.locator('.status-line');
const wire = (demo: Locator) => demo.getByRole('log', { name: text.wire });
const waitForReceived = (demo: Locator, count: number) => waitForNumber(demo, text.received, count);

/** Drops the connection and waits until the next one has delivered events. */
async function dropConnection(demo: Locator): Promise<void> {
	const before = await readNumber(demo, text.received);
	await demo.getByRole('button', { name: text.interrupt }).click();
	await expect(state(demo)).toHaveText(text.states.waiting);
	await expect(state(demo)).toHaveText(text.states.open);
	await waitForReceived(demo, before + 2);
}

/** The event ids in the demonstration's log, oldest first. */
async function idsOf(demo: Locator): Promise<number[]> {
	const rows = await wire(demo).locator('.received').allTextContents();
	return rows.flatMap((row) => {
		const [, id] = /id: \w+\.(\d+)/.exec(row) ?? [];
		// The first event of a connection repeats the position at which it resumes.
		return id === undefined || row.includes('"connected"') ? [] : [Number(id)];
	});
}

/** A set of the page's open event streams, updated as they open and close. */
function streamsOf(page: Page): Set<Request> {
	const open = new Set<Request>();
	page.on('response', (response) => {
		if (response.headers()['content-type'] === 'text/event-stream') open.add(response.request());
	});
	page.on('requestfinished', (request) => open.delete(request));
	page.on('requestfailed', (request) => open.delete(request));
	return open;
}

test('C1: after a dropped connection the stream resumes from Last-Event-ID, and the log shows the header and the replayed events', async ({
	page
}) => {
	const demo = await openResume(page);
	await waitForReceived(demo, 2);
	await dropConnection(demo);

	await expect.poll(() => readNumber(demo, text.replayed)).toBeGreaterThanOrEqual(2);
	await expect(numberIn(demo, text.lost)).toHaveText('0');
	await expect(statusLine(demo)).toHaveText(/番号\d+の続きから再接続し、切断中の\d+件/);
	const [, after] = /番号(\d+)/.exec((await statusLine(demo).textContent()) ?? '') ?? [];
	const request = wire(demo).locator('.sent').last();
	await expect(request).toContainText(new RegExp(`Last-Event-ID: \\w+\\.${after}$`, 'm'));
	await expect(demo.getByRole('group', { name: text.request })).toContainText('Last-Event-ID');

	const ids = await idsOf(demo);
	expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
	await expect(demo.locator('svg .replayed')).toHaveCount(await readNumber(demo, text.replayed));
	await expect(demo.locator('svg .lost')).toHaveCount(0);
});

test('S5: without Last-Event-ID the events sent during a disconnection are lost, counted and drawn', async ({
	page
}) => {
	const demo = await openResume(page);
	await waitForReceived(demo, 2);
	await demo.getByRole('checkbox', { name: text.resumes }).uncheck();
	await dropConnection(demo);

	const lost = await readNumber(demo, text.lost);
	expect(lost).toBeGreaterThanOrEqual(2);
	await expect(statusLine(demo)).toHaveText(text.incomplete(lost));
	await expect(numberIn(demo, text.replayed)).toHaveText('0');
	await expect(demo.locator('svg .lost')).toHaveCount(lost);
	await expect(demo.getByRole('group', { name: text.request })).not.toContainText('Last-Event-ID');
});

test('the log beside the diagram shows the bytes that the server sent', async ({ page }) => {
	const demo = await openResume(page);
	await waitForReceived(demo, 2);
	const rows = wire(demo).locator('.received');
	await expect(rows.first()).toContainText('HTTP 200\ncontent-type: text/event-stream');
	await expect(rows.nth(1)).toContainText(
		/^.*retry: \d+\nid: \w+\.\d+\ndata: \{"type":"connected"/
	);
	await expect(rows.nth(2)).toContainText(/id: \w+\.\d+\ndata: \{"type":"update","timestamp":\d+/);
});

test('C4: the page has one stream, closes it while the tab is hidden, and resumes it when the tab is shown again', async ({
	page
}) => {
	const streams = streamsOf(page);
	const show = (isVisible: boolean) =>
		page.evaluate(
			(value) => {
				Object.defineProperty(document, 'visibilityState', { value, configurable: true });
				document.dispatchEvent(new Event('visibilitychange'));
			},
			isVisible ? 'visible' : 'hidden'
		);

	const demo = await openResume(page);
	await waitForReceived(demo, 2);
	expect(streams.size).toBe(1);
	await show(false);
	await expect.poll(() => streams.size).toBe(0);
	await expect(state(demo)).toHaveText(text.states.closed);

	await show(true);
	await waitForReceived(demo, 4);
	expect(streams.size).toBe(1);
	await expect(numberIn(demo, text.lost)).toHaveText('0');
	await expect(wire(demo).locator('.sent').last()).toContainText('Last-Event-ID');
});

test('a reader who disconnects and reconnects resumes at the same position', async ({ page }) => {
	const streams = streamsOf(page);
	const demo = await openResume(page);
	await waitForReceived(demo, 2);
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect.poll(() => streams.size).toBe(0);
	await expect(statusLine(demo)).toHaveText(text.stopped);
	await demo.getByRole('button', { name: text.connect }).click();
	await waitForReceived(demo, 4);
	await expect(numberIn(demo, text.lost)).toHaveText('0');
});

test('a fault that the server cannot cause is reported, and the stream continues', async ({
	page
}) => {
	await page.route('**/api/connections/*', (route) => route.fulfill({ status: 404, body: '{}' }));
	const demo = await openResume(page);
	await waitForReceived(demo, 1);
	await demo.getByRole('button', { name: text.interrupt }).click();
	await expect(statusLine(demo)).toHaveText(text.dropFailed);
	await waitForReceived(demo, 3);
	await expect(state(demo)).toHaveText(text.states.open);
});

test('the demonstration resumes by itself after a server restart', async ({
	page,
	host,
	hostName
}) => {
	test.skip(hostName === 'dev', 'Vite reloads the page when its server comes back');
	const demo = await openResume(page);
	await waitForReceived(demo, 1);
	await host.stop();
	await expect(state(demo)).toHaveText(text.states.waiting);
	await host.start();
	await expect(state(demo)).toHaveText(text.states.open, { timeout: 45_000 });
	await waitForReceived(demo, 3);
	await expect(numberIn(demo, text.lost)).toHaveText('0');
});
