import type { Locator, Page } from 'playwright/test';
import { parseClientEvent } from '../../../src/lib/protocol/client-event.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/delivery/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo, rejectFaults } from './demo.ts';

/** One of the two lanes, with what it shows. */
function laneOf(demo: Locator, title: string) {
	const lane = demo.getByRole('group', { name: title });
	return {
		state: lane.getByRole('status').first(),
		outcome: lane.getByRole('status').last(),
		frames: lane.getByRole('log').locator('code'),
		notes: lane.getByRole('log').locator('.note'),
		history: lane.getByRole('list', { name: text.room(title) }).getByRole('listitem'),
		count: (name: string) => numberIn(lane, name)
	};
}

async function openLanes(page: Page) {
	const demo = await openDemo(page, 'delivery');
	const same = laneOf(demo, text.lanes.same);
	const fresh = laneOf(demo, text.lanes.fresh);
	for (const { state } of [same, fresh]) await expect(state).toHaveText(shared.states.open);
	return { demo, same, fresh };
}

/** The clientIds that were sent, and the seqs that were acknowledged, as the frames show them. */
async function idsOf(frames: Locator) {
	const lines = await frames.allTextContents();
	const sent = lines.map(parseClientEvent).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
	const acks = lines.flatMap((line) => /"type":"ack".*"seq":(\d+)/.exec(line)?.[1] ?? []);
	return { ids: sent.map((event) => 'clientId' in event && event.clientId), acks };
}

test('after a lost ack the repeated clientId leaves one message, a new one leaves two', async ({
	page
}) => {
	const { demo, same, fresh } = await openLanes(page);
	await demo.getByLabel(text.field).fill('1件だけ');
	await demo.getByRole('button', { name: text.send }).click();

	await expect(same.outcome).toHaveText(text.repeated(1));
	await expect(fresh.outcome).toHaveText(text.duplicated(2));
	for (const { notes, state } of [same, fresh]) {
		await expect(notes.nth(0)).toContainText(/\d+バイト/);
		await expect(notes.nth(1)).toContainText(text.again);
		await expect(state).toHaveText(shared.states.open);
	}

	const repeated = await idsOf(same.frames);
	expect(repeated.ids).toHaveLength(2);
	expect(new Set(repeated.ids).size).toBe(1);
	expect(repeated.acks).toEqual(['1']);
	await expect(same.history).toHaveText([/seq 1\s+1件だけ/]);

	const changed = await idsOf(fresh.frames);
	expect(new Set(changed.ids).size).toBe(2);
	expect(changed.acks).toEqual(['2']);
	await expect(fresh.history).toHaveText([/seq 1\s+1件だけ/, /seq 2\s+1件だけ/]);
	await expect(same.count(text.stored)).toHaveText('1');
	await expect(fresh.count(text.stored)).toHaveText('2');
});

test('the demonstration works with the keyboard alone, and again after the first message', async ({
	page
}) => {
	const { demo, same, fresh } = await openLanes(page);
	const field = demo.getByLabel(text.field);
	for (const count of [1, 2]) {
		await field.focus();
		await page.keyboard.press('Enter');
		await expect(same.count(text.stored)).toHaveText(String(count));
		await expect(fresh.count(text.stored)).toHaveText(String(2 * count));
		await expect(demo.getByRole('button', { name: text.send })).toBeEnabled();
	}
	await page.keyboard.press('Tab');
	await expect(demo.getByRole('button', { name: text.send })).toBeFocused();
});

test('a fault that the server rejects is reported and nothing is sent, and the next attempt succeeds', async ({
	page
}) => {
	const { demo, same } = await openLanes(page);
	await rejectFaults(page);
	await demo.getByRole('button', { name: text.send }).click();
	await expect(demo.getByText(text.unavailable)).toBeVisible();
	await expect(same.count(text.sent)).toHaveText('0');
	await page.unrouteAll();
	await demo.getByRole('button', { name: text.send }).click();
	await expect(same.outcome).toHaveText(text.repeated(1));
});

test('the demonstration disconnects out of view and reconnects in view', async ({ page }) => {
	const { demo, same, fresh } = await openLanes(page);
	await page.evaluate(() => window.scrollTo(0, 0));
	for (const { state } of [same, fresh]) await expect(state).toHaveText(shared.states.closed);
	await demo.scrollIntoViewIfNeeded();
	for (const { state } of [same, fresh]) await expect(state).toHaveText(shared.states.open);
});
