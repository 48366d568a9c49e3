import type { Page } from 'playwright/test';
import { text } from '../../../src/lib/demos/rate-limits/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo } from './demo.ts';

const burst = 40;

async function openLanes(page: Page) {
	const demo = await openDemo(page, 'rate-limits');
	const laneOf = (kind: 'eager' | 'polite') => {
		const lane = demo.getByRole('group', { name: text[kind].title });
		return {
			lane,
			state: lane.getByRole('status').first(),
			count: (name: string) => numberIn(lane, name),
			one: lane.getByRole('button', { name: text.one }),
			burst: lane.getByRole('button', { name: text.burst(burst) }),
			error: lane.getByRole('group', { name: text.lastError })
		};
	};
	const lanes = { eager: laneOf('eager'), polite: laneOf('polite') };
	for (const { state } of Object.values(lanes)) await expect(state).toHaveText(shared.states.open);
	return lanes;
}

test(
	'L7: the server rejects messages over its limit, says when to retry, and then accepts messages again',
	{ tag: '@waits' },
	async ({ page }) => {
		const { eager } = await openLanes(page);
		await eager.burst.click();
		await expect(eager.count(text.accepted)).toHaveText('30');
		await expect(eager.count(text.rejected)).toHaveText('10');
		await expect(eager.error).toContainText(/"code":"rate_limited".*"retryAfterMs":\d+/);
		await expect(eager.lane.getByText(text.result(30, 10))).toBeVisible();
		await expect(
			eager.lane.getByRole('img', { name: text.marks(30, 10, 0), exact: true })
		).toBeVisible();

		await expect(eager.lane.getByText(text.unblocked)).toBeVisible();
		await eager.one.click();
		await expect(eager.count(text.accepted)).toHaveText('31');
	}
);

test(
	'with the keyboard alone: a client with a token bucket sends 40 messages without a rejection',
	{ tag: '@waits' },
	async ({ page }) => {
		await page.emulateMedia({ reducedMotion: 'reduce' });
		const { polite } = await openLanes(page);
		await polite.one.focus();
		await page.keyboard.press('Tab');
		await expect(polite.burst).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(polite.burst).toHaveAttribute('aria-disabled', 'true');
		await expect(polite.lane.getByText(text.pending)).toBeVisible();
		await expect(polite.count(text.accepted)).toHaveText(String(burst), { timeout: 40_000 });
		await expect(polite.count(text.rejected)).toHaveText('0');
		await expect(polite.lane.getByText(text.noError)).toBeVisible();
		await expect(polite.lane.getByRole('img', { name: text.tokens(8, 8) })).toBeVisible();
	}
);

test('a client that continues to send is closed with 4429, reconnects and can send again', async ({
	page
}) => {
	const { eager } = await openLanes(page);
	const reconnected = page.waitForEvent('websocket');
	for (const answers of [40, 80]) {
		await eager.burst.click();
		await expect(eager.count(text.rejected)).toHaveText(String(answers - 30));
	}
	await expect(eager.error).toContainText('"code":4429');
	await reconnected;
	await expect(eager.state).toHaveText(shared.states.open);
	await eager.one.click();
	await expect(eager.count(text.accepted)).toHaveText('31');
});

test(
	'L2: the connections of a session share one limit, and the rejected message is sent again',
	{ tag: '@waits' },
	async ({ page }) => {
		const answer = await page.request.post('/api/session', { data: { name: '共有' } });
		expect(answer.status()).toBe(200);
		const { eager, polite } = await openLanes(page);
		await expect(polite.lane.getByText(text.shared)).toBeVisible();
		await eager.burst.click();
		await expect(eager.count(text.accepted)).toHaveText('30');
		await polite.one.click();
		await expect(polite.count(text.rejected)).toHaveText('1');
		await expect(polite.count(text.accepted)).toHaveText('1');
	}
);
