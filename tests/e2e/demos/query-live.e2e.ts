import { text } from '../../../src/lib/demos/query-live/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo } from './demo.ts';

// A session has its own rate limit. Guests share that of their address, which previous tests have used as well.
test.beforeEach(({ page }) => page.request.post('/api/session', { data: { name: '読者' } }));

test('each new value has the newest message in the first row', async ({ page }) => {
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toHaveText(text.states.open);
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(1));
	await expect(demo.getByRole('row').nth(1)).toContainText('http');
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(2));
	await expect(numberIn(demo, text.messages)).toHaveText('2');
	await expect(numberIn(demo, text.skipped)).toHaveText('0');
});

test('after a disconnection the reader gets the newest messages and the number of skipped ones', async ({
	page
}) => {
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toHaveText(text.states.open);
	await demo.getByRole('button', { name: text.one }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('1');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(demo.getByRole('status').first()).toHaveText(text.states.closed);
	let stored = 0;
	page.on('response', (response) => {
		if (response.url().endsWith('/messages') && response.status() === 201) stored++;
	});
	await demo.getByRole('button', { name: text.burst(20) }).click();
	await expect.poll(() => stored).toBe(20);
	await demo.getByRole('button', { name: text.connect }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('11');
	await expect(numberIn(demo, text.skipped)).toHaveText('10');
	await expect(demo.getByRole('row').nth(1)).toContainText('21');
});

test('SvelteKit itself reconnects after the server restarts @every-host', async ({
	page,
	host
}) => {
	test.skip(host.name === 'dev', 'Vite reloads the page when its server restarts');
	const demo = await openDemo(page, 'query-live');
	const status = demo.getByRole('status').first();
	await expect(status).toHaveText(text.states.open);
	await host.stop();
	await expect(status).toHaveText(text.states.waiting);
	await host.start();
	await expect(status).toHaveText(text.states.open, { timeout: 30_000 });
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(1));
});

test('while disconnected, the page says that no value arrives, not that the room is empty', async ({
	page
}) => {
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByText(text.empty)).toBeVisible();
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(demo.getByText(text.stopped)).toBeVisible();
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.unheard);
	await demo.getByRole('button', { name: text.connect }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.news(1, 0));
});

test('the page shows in its own language how many messages the server rejected', async ({
	page
}) => {
	let requests = 0;
	await page.route('**/api/rooms/*/messages', (route) => {
		requests += 1;
		if (requests > 3) return route.fallback();
		return route.fulfill({ status: 429, json: { code: 'rate_limited', message: 'Too many.' } });
	});
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toHaveText(text.states.open);
	await demo.getByRole('button', { name: text.burst(20) }).click();
	await expect(demo.locator('.status-line')).toHaveText(text.refused(3, 'rate_limited'));
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(21));
	await expect(demo.locator('.status-line')).not.toHaveText(text.refused(3, 'rate_limited'));
});

test('the messages of a burst arrive in the order in which they were written', async ({ page }) => {
	let requests = 0;
	await page.route('**/api/rooms/*/messages', async (route) => {
		// The first request is the slowest: one that was sent at the same time would overtake it.
		if (requests++ === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
		await route.continue();
	});
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toHaveText(text.states.open);
	await demo.getByRole('button', { name: text.burst(20) }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(20));
	const shown = await demo.locator('tbody tr td:nth-child(2)').allTextContents();
	expect(shown).toEqual(shown.map((_, i) => text.line(20 - i)));
});

const remote = '**/_app/remote/*/newestMessages*';

test('a network failure before the first value is final for SvelteKit; the demonstration reconnects', async ({
	page
}) => {
	let isFailing = true;
	await page.route(remote, (route) => (isFailing ? route.abort('failed') : route.fallback()));
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByText(text.retrying)).toBeVisible();
	isFailing = false;
	await expect(demo.getByRole('status').first()).toHaveText(text.states.open, { timeout: 45_000 });
});

test('a 502 from a proxy during a deployment is final for SvelteKit; the demonstration reconnects', async ({
	page,
	host
}) => {
	test.skip(host.name === 'dev', 'Vite reloads the page when its server restarts');
	const demo = await openDemo(page, 'query-live');
	const status = demo.getByRole('status').first();
	await expect(status).toHaveText(text.states.open);
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.getByRole('row').nth(1)).toContainText(text.line(1));
	let isDeploying = true;
	await page.route(remote, (route) =>
		isDeploying
			? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' })
			: route.fallback()
	);
	await host.stop();
	await host.start();
	await expect(demo.getByText(text.retrying)).toBeVisible({ timeout: 30_000 });
	isDeploying = false;
	await expect(status).toHaveText(text.states.open, { timeout: 45_000 });
});

test('a permanent rejection stops the demonstration', async ({ page }) => {
	await page.route(remote, (route) =>
		route.fulfill({ status: 403, json: { type: 'error', status: 403, error: { message: 'No.' } } })
	);
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toContainText(text.states.closed);
	await expect(demo.getByText(text.failed('No.'))).toBeVisible();
});
