import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as longPolling } from '../../../src/lib/demos/long-polling/text.ts';
import { text as queryLive } from '../../../src/lib/demos/query-live/text.ts';
import { text as rooms } from '../../../src/lib/demos/socket-io/text.ts';
import { text as sse } from '../../../src/lib/demos/sse/text.ts';
import { text as transports } from '../../../src/lib/demos/transports/text.ts';
import { text as chat } from '../../../src/lib/demos/websocket/text.ts';
import { text as cursors } from '../../../src/lib/examples/cursors/text.ts';
import { step } from '../../../src/lib/examples/dashboard/protocol.ts';
import { text as dashboard } from '../../../src/lib/examples/dashboard/text.ts';
import { text as notifications } from '../../../src/lib/examples/notifications/text.ts';
import { text as progress } from '../../../src/lib/examples/progress/text.ts';
import { text as example } from '../../../src/lib/examples/websocket/text.ts';
import { words } from '../../../src/lib/ui/checklist-words.ts';
import { openDemo } from '../demos/demo.ts';
import { openExample } from '../examples/example.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { translatePage } from '../lib/translator.ts';

/** Matches a figure exactly, ignoring whitespace. */
const figure = (value: string) => new RegExp(`^\\s*${value}\\s*$`);

test('on a translated page the state and figures of SSE keep updating', async ({ page }) => {
	const demo = await openDemo(page, 'sse');
	await expect(demo.getByRole('status').first()).toHaveText(sse.states.open);
	await translatePage(page);
	const received = demo.locator('dd').first();
	const before = Number(await received.textContent());
	await expect.poll(async () => Number(await received.textContent())).toBeGreaterThan(before + 1);
	await demo.getByRole('button', { name: sse.disconnect }).click();
	await expect(demo.getByRole('status').first()).toHaveText(sse.states.closed);
	await demo.getByRole('button', { name: sse.connect }).click();
	await expect(demo.getByRole('status').first()).toHaveText(sse.states.open);
});

test('on a translated page a WebSocket chat shows new messages and its state', async ({ page }) => {
	const demo = await openDemo(page, 'websocket');
	const pane = demo.getByRole('group', { name: chat.panes[0] });
	const state = pane.getByRole('status').first();
	await expect(state).toHaveText(shared.states.open);
	await translatePage(page);
	for (const line of ['一', '二']) {
		await pane.getByLabel(chat.label, { exact: true }).fill(line);
		await pane.getByLabel(chat.label, { exact: true }).press('Enter');
	}
	await expect(pane.locator('.message .text')).toHaveText(['一', '二']);
	await pane.getByRole('button', { name: chat.interrupt }).click();
	await expect(state).toHaveText(shared.states.waiting);
	const countdown = pane.locator('.countdown');
	await expect(countdown).not.toHaveText((await countdown.textContent()) ?? '');
	await expect(state).toHaveText(shared.states.open);
	await expect(countdown).toHaveCount(0);
	await pane.getByRole('button', { name: chat.disconnect }).click();
	await expect(state).toHaveText(shared.states.closed);
});

test('on a translated page Socket.IO rooms count unread messages and members', async ({ page }) => {
	const demo = await openDemo(page, 'socket-io');
	const [one, two] = rooms.panes.map((name) => demo.getByRole('group', { name }));
	if (!one || !two) throw new Error('expected two panes');
	await translatePage(page);
	for (const pane of [one, two]) {
		await pane.getByRole('checkbox', { name: 'general' }).check();
		await pane.getByRole('checkbox', { name: 'tech' }).check();
		await expect(pane.getByRole('radio', { name: 'tech' })).toBeEnabled();
		await expect(pane.locator('.note')).toHaveCount(0);
	}
	await one.getByRole('radio', { name: 'tech' }).check({ force: true });
	await two.getByRole('radio', { name: 'general' }).check({ force: true });
	for (const [line, unread] of [
		['一', '1'],
		['二', '2']
	] as const) {
		await one.getByRole('textbox').fill(line);
		await one.getByRole('textbox').press('Enter');
		await expect(two.locator('.unread')).toHaveText(unread);
	}
	await expect(one.locator('.people')).toContainText('（2人）');
});

test('on a translated page the figures of long polling, query.live and the comparison keep updating', async ({
	page
}) => {
	const polling = await openDemo(page, 'long-polling');
	await expect(polling.getByRole('status').first()).toHaveText(shared.states.open);
	await translatePage(page);
	await polling.getByRole('button', { name: longPolling.one }).click();
	await expect(polling.locator('dd').nth(1)).toHaveText(figure('1'));
	await polling.getByRole('button', { name: longPolling.one }).click();
	await expect(polling.locator('dd').nth(1)).toHaveText(figure('2'));

	const live = page.locator('#demo-query-live');
	await live.scrollIntoViewIfNeeded();
	await expect(live.getByRole('status').first()).toHaveText(queryLive.states.open);
	await live.getByRole('button', { name: queryLive.one, exact: true }).click();
	await expect(live.locator('dd').nth(1)).toHaveText(figure('1'));
	await expect(live.locator('.status-line')).toHaveText(queryLive.news(1, 0));

	const five = page.locator('#demo-transports');
	await five.scrollIntoViewIfNeeded();
	await expect(five.getByRole('status').first()).toHaveText(shared.states.open);
	// The first button that is not quiet sends a message.
	const send = five.locator('button:not(.quiet)').first();
	await send.click();
	await expect(five.locator('.status-line')).toHaveText(transports.same(1));
	await send.click();
	await expect(five.locator('.status-line')).toHaveText(transports.same(2));
});

test('on a translated page the chooser replaces each question with the next', async ({ page }) => {
	const demo = await openDemo(page, 'chooser');
	await translatePage(page);
	const asked = demo.locator('.asked');
	const first = await asked.textContent();
	await demo.getByRole('button', { name: 'いいえ', exact: true }).click();
	await expect(asked).not.toHaveText(first ?? '');
	await expect(asked).toBeFocused();
	await demo.getByRole('button', { name: 'いいえ', exact: true }).click();
	await expect(demo.getByRole('status')).toHaveText('おすすめはSSEです');
	await expect(asked).toHaveCount(0);
});

test('on a translated page drawings and code stay untranslated, and a checklist counts', async ({
	page
}) => {
	await page.goto(`${guide}#checklist`);
	const boxes = page.locator('.ticks input[type=checkbox]');
	await expect(boxes.first()).toBeEnabled();
	await translatePage(page);
	await expect(page.locator('main p font').first()).toBeAttached();
	await expect(page.locator('main :is(pre, svg) font')).toHaveCount(0);
	const count = await boxes.count();
	for (const ticked of [1, 2]) {
		await boxes.nth(ticked).check();
		await expect(page.getByText(words('ja').progress(ticked, count))).toBeVisible();
	}
});

test('on a translated page the examples update people, figures, notices and states', async ({
	page
}) => {
	const [first = '', second = ''] = example.panes;
	let here = await openExample(page, 'websocket');
	await translatePage(page);
	const one = here.getByRole('region', { name: first, exact: true });
	const two = here.getByRole('region', { name: second, exact: true });
	await expect(one.getByText(example.people(2))).toBeVisible();
	await two.getByRole('button', { name: example.disconnect }).click();
	await expect(one.getByText(example.people(1))).toBeVisible();
	await expect(two.getByRole('status').first()).toHaveText(shared.states.closed);

	here = await openExample(page, 'dashboard');
	await expect(here.getByText(dashboard.live)).toBeVisible();
	await translatePage(page);
	await here.getByRole('button', { name: dashboard.more(step) }).click();
	await expect(here.getByText(dashboard.mine(step, 0))).toBeVisible();
	const value = here.locator('.value').first();
	const most = async () => Number.parseFloat((await value.innerText()).replaceAll(',', ''));
	await expect.poll(most).toBeGreaterThanOrEqual(step);

	here = await openExample(page, 'notifications');
	await translatePage(page);
	const [aoi, ren] = notifications.people.map((name) =>
		here.getByRole('region', { name, exact: true })
	);
	for (const count of [1, 2]) {
		await aoi?.getByRole('button', { name: notifications.send, exact: true }).click();
		await expect(ren!.locator('.unread').first()).toHaveText(notifications.unread(count));
		await expect(ren!.locator('.bell b')).toHaveText(String(count));
	}

	here = await openExample(page, 'progress');
	await translatePage(page);
	const job = here.getByRole('region').first();
	await job.getByLabel(progress.upTo).fill('1000');
	await job.getByRole('button', { name: progress.begin }).click();
	await expect(job.locator('.primes dd')).toHaveText('168');
	await expect(job.getByRole('status').nth(1)).toHaveText(progress.jobStates.done());

	here = await openExample(page, 'cursors');
	await expect(here.getByText(shared.states.open)).toHaveCount(2);
	await translatePage(page);
	await here.getByRole('application').first().focus();
	await page.keyboard.press('ArrowRight');
	await expect(here.locator('.names').nth(1)).toContainText(cursors.panes[0] ?? '');
	await page.keyboard.press('Escape');
	await expect(here.locator('.names').nth(1)).toHaveText(cursors.pointing([]));
});
