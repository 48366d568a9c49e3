import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/heartbeats/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo, rejectFaults } from './demo.ts';

/** One of the two lanes, with what it shows. */
function laneOf(demo: Locator, title: string) {
	const lane = demo.getByRole('group', { name: title });
	const side = (name: string) => lane.locator('.detection').filter({ hasText: name });
	return {
		state: lane.getByRole('status').first(),
		frames: lane.getByRole('log').locator('code'),
		notes: lane.getByRole('log').locator('.note'),
		client: side(text.client),
		server: side(text.server)
	};
}

async function openLanes(page: Page) {
	const demo = await openDemo(page, 'heartbeats');
	const watching = laneOf(demo, text.lanes.watching);
	const waiting = laneOf(demo, text.lanes.waiting);
	for (const { state } of [watching, waiting]) await expect(state).toHaveText(shared.states.open);
	return { demo, watching, waiting };
}

const detected = /^\D+[\d.]+秒で検知$/;

test(
	'S6: the comments of an event stream are counted as they arrive',
	{ tag: '@waits' },
	async ({ page }) => {
		const { demo } = await openLanes(page);
		await expect(demo.locator('.comments')).toContainText(/1回受信/, { timeout: 20_000 });
		await expect(demo.locator('.comments')).toContainText(/2回受信/, { timeout: 20_000 });
	}
);

test(
	'V13: a half-open connection is detected by the client that pings, then the server, then the client that waits',
	{ tag: '@waits' },
	async ({ page }) => {
		test.slow(true, 'the server waits 60 seconds for a pong');
		const { demo, watching, waiting } = await openLanes(page);
		await expect(watching.frames.filter({ hasText: 'pong' }).first()).toBeVisible();
		await demo.getByRole('button', { name: text.block }).click();

		await expect(watching.client).toHaveText(detected);
		await expect(watching.notes.filter({ hasText: text.back })).toHaveCount(1);
		await expect(watching.state).toHaveText(shared.states.open);
		await expect(watching.server).toContainText(/未検知/);
		await expect(waiting.client).toContainText(/未検知/);
		await expect(waiting.state).toHaveText(shared.states.open);
		await expect(waiting.frames).toHaveCount(0);

		await expect(waiting.server).toHaveText(detected, { timeout: 75_000 });
		await expect(watching.server).toHaveText(detected, { timeout: 75_000 });
		await expect(waiting.client).toHaveText(detected);
		await expect(waiting.state).toHaveText(shared.states.open);
	}
);

test('the fault can be ended with the keyboard alone: the lost connection is closed and the client reconnects', async ({
	page
}) => {
	const { demo, waiting } = await openLanes(page);
	await demo.getByRole('button', { name: text.block }).focus();
	await page.keyboard.press('Enter');
	await expect(waiting.client).toBeVisible();
	const reconnected = page.waitForEvent('websocket');
	await page.keyboard.press('Tab');
	await expect(demo.getByRole('button', { name: text.restore })).toBeFocused();
	await page.keyboard.press('Enter');
	await reconnected;
	await expect(waiting.state).toHaveText(shared.states.open);
	await expect(waiting.client).toHaveCount(0);
	await expect(demo.getByRole('button', { name: text.block })).toBeEnabled();
});

test('a fault that the server rejects is reported, and the connections stay open', async ({
	page
}) => {
	const { demo, watching } = await openLanes(page);
	await rejectFaults(page);
	await demo.getByRole('button', { name: text.block }).click();
	await expect(demo.getByText(text.unavailable)).toBeVisible();
	await expect(watching.state).toHaveText(shared.states.open);
	await expect(watching.client).toHaveCount(0);
});

test('the demonstration closes its stream and connections out of view', async ({ page }) => {
	const { watching, waiting } = await openLanes(page);
	const closed = page.waitForEvent('requestfailed', (request) =>
		request.url().includes('/api/rooms/comments-')
	);
	await page.evaluate(() => window.scrollTo(0, 0));
	await closed;
	for (const { state } of [watching, waiting]) {
		await expect(state).toHaveText(shared.states.closed);
	}
});
