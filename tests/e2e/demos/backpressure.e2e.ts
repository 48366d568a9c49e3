import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/backpressure/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo, readNumber, rejectFaults } from './demo.ts';

/** One of the two lanes, with what it shows. */
function laneOf(demo: Locator, title: string) {
	const lane = demo.getByRole('group', { name: title });
	return {
		state: lane.getByRole('status').first(),
		notes: lane.getByRole('log').locator('.note'),
		queue: lane.getByRole('progressbar'),
		count: (name: string) => numberIn(lane, name),
		read: (name: string) => readNumber(lane, name)
	};
}

async function openLanes(page: Page) {
	const demo = await openDemo(page, 'backpressure');
	const newest = laneOf(demo, text.lanes.newest);
	const lossless = laneOf(demo, text.lanes.lossless);
	for (const { state } of [newest, lossless]) await expect(state).toHaveText(shared.states.open);
	return { demo, newest, lossless, button: (name: string) => demo.getByRole('button', { name }) };
}

const queuedBytes = async (queue: Locator) => Number(await queue.getAttribute('value'));

test(
	'S4, V12: a slow reader gets only the newest values, or is disconnected with 4408 and then gets everything; nothing is lost',
	{ tag: '@waits' },
	async ({ page }) => {
		test.slow(true, 'the server waits 30 seconds for progress');
		const { newest, lossless, button } = await openLanes(page);
		await button(text.start).click();
		await expect.poll(() => lossless.read(text.delivered)).toBeGreaterThan(2);
		await button(text.slow).click();
		await expect(lossless.notes.filter({ hasText: text.slowed })).toHaveCount(1);
		const before = await lossless.read(text.delivered);
		await expect.poll(() => queuedBytes(lossless.queue)).toBeGreaterThan(20_000);
		// An event that was in flight before the fault may still have arrived.
		expect((await lossless.read(text.delivered)) - before).toBeLessThanOrEqual(1);

		await expect(lossless.notes.filter({ hasText: '4408' })).toHaveCount(1, { timeout: 60_000 });
		// While the lossless queue grew, the newest value was only replaced, so the queue of its lane stayed short.
		expect(await queuedBytes(newest.queue)).toBeLessThan(64 * 1024);
		await expect(lossless.state).toHaveText(shared.states.open, { timeout: 30_000 });
		await button(text.restore).click();
		await button(text.stop).click();

		await expect.poll(() => newest.read(text.skipped)).toBeGreaterThan(0);
		await expect
			.poll(async () => (await lossless.read(text.delivered)) - (await lossless.read(text.sent)))
			.toBe(0);
		await expect(lossless.count(text.skipped)).toHaveText('0');
		for (const { count } of [newest, lossless]) await expect(count(text.lost)).toHaveText('0');
		await expect
			.poll(async () => (await newest.read(text.delivered)) + (await newest.read(text.skipped)))
			.toBe(await newest.read(text.sent));
	}
);

test('with the keyboard alone the lossless reader becomes slow and fast again', async ({
	page
}) => {
	const { lossless, button } = await openLanes(page);
	await button(text.slow).focus();
	await page.keyboard.press('Enter');
	await expect(lossless.notes.filter({ hasText: text.slowed })).toHaveCount(1);
	await expect.poll(() => queuedBytes(lossless.queue)).toBeGreaterThan(0);
	await page.keyboard.press('Tab');
	await expect(button(text.restore)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(lossless.notes.filter({ hasText: text.released })).toHaveCount(1);
	await expect.poll(() => lossless.read(text.delivered)).toBeGreaterThan(1);
	await expect(lossless.state).toHaveText(shared.states.open);
});

test('a fault that the server rejects is reported, and the readers stay fast', async ({ page }) => {
	const { demo, lossless, button } = await openLanes(page);
	await rejectFaults(page);
	await button(text.slow).click();
	await expect(demo.getByText(text.unavailable)).toBeVisible();
	await expect.poll(() => lossless.read(text.delivered)).toBeGreaterThan(1);
});

test('the demonstration disconnects out of view', async ({ page }) => {
	const { newest, lossless, button } = await openLanes(page);
	await button(text.start).click();
	await expect.poll(() => lossless.read(text.delivered)).toBeGreaterThan(0);
	await page.evaluate(() => window.scrollTo(0, 0));
	for (const { state } of [newest, lossless]) {
		await expect(state).toHaveText(shared.states.closed);
	}
});
