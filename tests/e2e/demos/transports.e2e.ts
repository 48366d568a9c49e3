import type { Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/transports/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

const names = Object.keys(text.names);

async function openFive(page: Page) {
	const demo = await openDemo(page, 'transports');
	const lane = (name: string) => demo.locator(`[data-lane="${name}"]`);
	const allOpen = () =>
		Promise.all(
			names.map((name) => expect(lane(name).locator('.state')).toHaveText(shared.states.open))
		);
	await allOpen();
	return { demo, lane, allOpen };
}

for (const via of Object.values(text.vias)) {
	test(`a message sent over ${via} arrives over all five transports with the same number and a measured delay`, async ({
		page
	}) => {
		const { demo, lane } = await openFive(page);
		await demo.getByRole('button', { name: text.one(via) }).click();
		await expect(demo.locator('.status-line')).toHaveText(text.same(1));
		for (const name of names) {
			await expect(lane(name)).toContainText(/\d+(\.\d)? ms/);
			await expect(lane(name).locator('td').nth(1)).toHaveText('1');
		}
	});
}

test('the page shows how many messages wait while it is stopped and while the server rate-limits it', async ({
	page
}) => {
	const { demo, allOpen } = await openFive(page);
	await demo.getByRole('button', { name: text.stop }).click();
	await demo.getByRole('button', { name: text.one(text.vias.http) }).click();
	await demo.getByRole('button', { name: text.one(text.vias.websocket) }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.stopped(2));

	const refusal = { code: 'rate_limited', message: 'Wait.', retryAfterMs: 60_000 };
	await page.route('**/api/rooms/*/messages', (route) =>
		route.fulfill({ status: 429, json: refusal })
	);
	await demo.getByRole('button', { name: text.start }).click();
	await allOpen();
	await expect(demo.locator('.status-line')).toHaveText(text.held(1, 'rate_limited'));
});

test('transports that deliver a log receive every message, query.live receives the newest @every-host', async ({
	page
}) => {
	const { demo, lane, allOpen } = await openFive(page);
	await demo.getByRole('button', { name: text.one(text.vias.http) }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.same(1));
	await demo.getByRole('button', { name: text.burst(20) }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.same(21));
	for (const name of names.filter((name) => name !== 'query-live')) {
		await expect(lane(name).locator('td').nth(1)).toHaveText('21');
	}
	await demo.getByRole('button', { name: text.stop }).click();
	await expect(lane('sse').locator('.state')).toHaveText(shared.states.closed);
	await demo.getByRole('button', { name: text.start }).click();
	await allOpen();
});

test('C4: when two windows exhaust the connections of the browser, the second one reports it until the first is closed', async ({
	page
}) => {
	await openFive(page);
	const second = await page.context().newPage();
	const demo = await openDemo(second, 'transports');
	// Either all streams of both are open, and no connection is left for a message, or a stream is already waiting.
	const isSettled = async () => {
		const states = await demo.locator('td.state').allTextContents();
		const statusLine = await demo.locator('.status-line').textContent();
		return states.every((state) => state === shared.states.open) || statusLine === text.crowded;
	};
	await expect.poll(isSettled).toBe(true);
	await demo.getByRole('button', { name: text.one(text.vias.http) }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.crowded);
	await page.close();
	await expect(demo.locator('.status-line')).not.toHaveText(text.crowded);
	for (const state of await demo.locator('td.state').all()) {
		await expect(state).toHaveText(shared.states.open, { timeout: 45_000 });
	}
});
