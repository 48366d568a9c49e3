import type { Page } from 'playwright/test';
import { text as backpressure } from '../../../src/lib/demos/backpressure/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as transports } from '../../../src/lib/demos/transports/text.ts';
import { openDemo, readNumber } from '../demos/demo.ts';
import { expect, test } from '../lib/test.ts';

/** Records what screen readers announce from now on: changes of live regions in a demonstration. */
async function record(page: Page, name: string): Promise<() => Promise<string[]>> {
	await page.evaluate((id) => {
		const live = ':is([aria-live], [role=status], [role=alert], [role=log])';
		const announced: string[] = [];
		Object.assign(window, { announced });
		new MutationObserver((changes) => {
			for (const { target } of changes) {
				const element = target instanceof Element ? target : target.parentElement;
				const region = element?.closest(live);
				const text = region?.textContent.trim() ?? '';
				// One update may cause several mutations.
				if (region && region.getAttribute('aria-live') !== 'off' && announced.at(-1) !== text) {
					announced.push(text);
				}
			}
		}).observe(document.querySelector(id) ?? document.body, {
			childList: true,
			characterData: true,
			subtree: true
		});
	}, `#demo-${name}`);
	return () => page.evaluate(() => (window as unknown as { announced: string[] }).announced);
}

/** Opens a demonstration, waits until its connections are open, and only then starts recording. */
async function openQuiet(page: Page, name: string) {
	const demo = await openDemo(page, name);
	const states = demo.locator('.state .badge');
	for (const state of await states.all()) await expect(state).toHaveText(shared.states.open);
	return { demo, announced: await record(page, name) };
}

test(
	'a stream of events, of pongs or of figures is not announced',
	{ tag: '@waits' },
	async ({ page }) => {
		const sse = await openQuiet(page, 'sse');
		const before = await readNumber(sse.demo, shared.directions.received);
		await expect
			.poll(() => readNumber(sse.demo, shared.directions.received))
			.toBeGreaterThanOrEqual(before + 4);
		expect(await sse.announced()).toEqual([]);

		const heartbeats = await openQuiet(page, 'heartbeats');
		const pongs = heartbeats.demo.locator('code').filter({ hasText: 'pong' });
		await expect.poll(() => pongs.count()).toBeGreaterThanOrEqual(2);
		expect(await heartbeats.announced()).toEqual([]);

		const monitoring = await openQuiet(page, 'monitoring');
		const chart = monitoring.demo.getByRole('img').first();
		const drawn = await chart.innerHTML();
		await expect.poll(() => chart.innerHTML()).not.toBe(drawn);
		expect(await monitoring.announced()).toEqual([]);

		const queues = await openQuiet(page, 'backpressure');
		await queues.demo.getByRole('button', { name: backpressure.start }).click();
		await expect
			.poll(() => readNumber(queues.demo, backpressure.delivered))
			.toBeGreaterThanOrEqual(4);
		expect(await queues.announced()).toEqual([]);
	}
);

test('twenty messages in a row are announced once, when the last one has arrived everywhere', async ({
	page
}) => {
	const { demo, announced } = await openQuiet(page, 'transports');
	const lanes = demo.locator('td.state');
	for (const lane of await lanes.all()) await expect(lane).toHaveText(shared.states.open);
	await demo.getByRole('button', { name: transports.burst(20) }).click();
	await expect(demo.locator('.status-line')).toHaveText(transports.same(20));
	await expect(demo.locator('.five > [role=status]')).toHaveText(transports.same(20));
	expect(await announced()).toEqual([transports.same(20)]);
});

test('while a connection is lost, waiting is announced once, without the seconds that count down', async ({
	page
}) => {
	const { demo, announced } = await openQuiet(page, 'websocket');
	const pane = demo.getByRole('group').first();
	const state = pane.locator('.state .badge');
	await pane.getByRole('button', { name: shared.interrupt }).click();
	await expect(state).toHaveText(shared.states.waiting);
	await expect(state).toHaveText(shared.states.open);
	const states = (await announced()).filter((text) =>
		Object.values<string>(shared.states).includes(text)
	);
	expect(states.filter((text) => text === shared.states.waiting)).toHaveLength(1);
	expect((await announced()).join()).not.toMatch(/あと\d+秒/);
});
