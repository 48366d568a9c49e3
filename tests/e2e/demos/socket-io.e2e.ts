import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/socket-io/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

/** One of the two panes, with the actions of a reader. */
function paneOf(demo: Locator, title: string) {
	const pane = demo.getByRole('group', { name: title });
	const field = pane.getByRole('textbox');
	return {
		state: pane.getByRole('status').first(),
		steps: pane.getByRole('list', { name: text.transport }).getByRole('listitem'),
		log: pane.getByRole('log'),
		texts: pane.locator('.message .text'),
		unsent: pane.locator('.unsent'),
		people: pane.locator('.people'),
		unread: (room: string) => pane.locator('.tab').filter({ hasText: room }).locator('.unread'),
		press: (name: string) => pane.getByRole('button', { name }).click(),
		async join(room: string) {
			await pane.getByRole('checkbox', { name: room }).check();
			await expect(pane.getByRole('radio', { name: room })).toBeEnabled();
			await expect(pane.locator('.note')).toHaveCount(0);
		},
		leave: (room: string) => pane.getByRole('checkbox', { name: room }).uncheck(),
		view: (room: string) => pane.getByRole('radio', { name: room }).check({ force: true }),
		async say(message: string) {
			await field.fill(message);
			await field.press('Enter');
		}
	};
}

/** The step of a completed upgrade. Ends with `$`, because the text of the step before begins with the same words. */
const upgraded = new RegExp(`websocket${text.step.upgraded}$`);

async function openRooms(page: Page) {
	const demo = await openDemo(page, 'socket-io');
	const [one, two] = text.panes.map((title) => paneOf(demo, title));
	if (!one || !two) throw new Error('expected two panes');
	await expect(one.state).toHaveText(shared.states.open);
	await expect(two.state).toHaveText(shared.states.open);
	return { demo, one, two };
}

test('the steps of the upgrade from polling to WebSocket are shown @every-host', async ({
	page
}) => {
	const { one } = await openRooms(page);
	await expect(one.steps).toHaveText([
		new RegExp(`polling${text.step.open}`),
		new RegExp(`websocket${text.step.upgrading}`),
		upgraded
	]);
});

test('the members of a room see who joins and who leaves', async ({ page }) => {
	const { one, two } = await openRooms(page);
	await one.join('general');
	await two.join('general');
	await expect(one.log).toContainText(/guest-\S+が入室しました。/);
	await expect(one.people).toContainText(/guest-\S+、\S*guest-\S+/);
	await two.leave('general');
	await expect(one.log).toContainText(/guest-\S+が退室しました。/);
	await expect(one.people).not.toContainText('、');
});

test('a guest rejoins its room with the same name', async ({ page }) => {
	const { one, two } = await openRooms(page);
	for (const pane of [one, two]) await pane.join('general');
	await two.press(text.interrupt);
	await expect(one.log).toContainText(/guest-\S+が退室しました。/);
	await two.press(text.reconnect);
	await expect(two.state).toHaveText(shared.states.open);
	await expect(one.log.getByText('が入室しました。')).toHaveCount(2);
	const joined = await one.log.getByText('が入室しました。').allTextContents();
	const names = joined.map((notice) => /guest-[a-z0-9]+/.exec(notice)?.[0]);
	expect(new Set(names).size).toBe(1);
});

test('I12: messages stay in their room, whichever room is being viewed', async ({ page }) => {
	const { one, two } = await openRooms(page);
	for (const room of ['general', 'tech']) await one.join(room);
	await two.join('tech');
	await one.view('general');
	await one.say('generalの話');
	await expect(one.texts).toHaveText(['generalの話']);

	await two.say('techの話');
	await expect(two.texts).toHaveText(['techの話']);
	await expect(one.unread('tech')).toHaveText('1');
	await expect(one.texts).toHaveText(['generalの話']);

	await one.view('tech');
	await expect(one.texts).toHaveText(['techの話']);
	await expect(one.unread('tech')).toHaveCount(0);
});

test('I12: no messages of a room arrive after leaving it', async ({ page }) => {
	const { one, two } = await openRooms(page);
	for (const pane of [one, two]) {
		await pane.join('general');
		await pane.join('random');
	}
	await one.leave('random');
	await two.view('random');
	await two.say('もう聞こえない');
	await expect(two.texts).toHaveText(['もう聞こえない']);
	await two.view('general');
	await two.say('聞こえる');
	await expect(one.texts).toHaveText(['聞こえる']);
	await one.join('random');
	await one.view('random');
	await expect(one.texts).toHaveCount(0);
});

test('a room that is viewed again is scrolled to its newest messages', async ({ page }) => {
	const { one } = await openRooms(page);
	for (const room of ['general', 'tech']) await one.join(room);
	await one.view('general');
	for (let line = 1; line <= 12; line++) await one.say(`${line}行目`);
	await expect(one.texts).toHaveCount(12);
	await one.view('tech');
	await expect(one.texts).toHaveCount(0);
	await one.view('general');
	await expect(one.texts.last()).toBeInViewport();
	await expect(one.texts.first()).not.toBeInViewport();
});

test('a disabled button looks disabled', async ({ page }) => {
	const { demo, one } = await openRooms(page);
	const send = demo.getByRole('button', { name: text.send }).first();
	const background = () => send.evaluate((button) => getComputedStyle(button).backgroundColor);
	await expect(send).toHaveAttribute('aria-disabled', 'true');
	const disabled = await background();
	await one.join('general');
	await expect(send).toHaveAttribute('aria-disabled', 'false');
	await expect.poll(background).not.toBe(disabled);
});

test('forced colors still show which room is viewed and which button is disabled', async ({
	page
}) => {
	await page.emulateMedia({ forcedColors: 'active' });
	const { demo, one } = await openRooms(page);
	const color = (locator: Locator) =>
		locator.evaluate((element) => getComputedStyle(element).color);
	await one.join('general');
	const [viewed, other] = [demo.locator('.tab').first(), demo.locator('.tab').nth(1)];
	await expect.poll(() => color(viewed)).not.toBe(await color(other));
	const sends = demo.getByRole('button', { name: text.send });
	await expect.poll(() => color(sends.first())).not.toBe(await color(sends.last()));
});

test('no transport is shown while the connection is cut', async ({ page }) => {
	const { one } = await openRooms(page);
	await expect(one.steps.last()).toHaveText(upgraded);
	await one.press(text.interrupt);
	await expect(one.state).toHaveText(shared.states.waiting);
	await expect(one.steps).toHaveText([text.noTransport]);
	await expect(one.steps.last()).toHaveText(upgraded);
});

test('after a cut the client rejoins its rooms, receives missed messages and sends pending ones', async ({
	page
}) => {
	const { one, two } = await openRooms(page);
	for (const pane of [one, two]) await pane.join('general');
	await two.say('前');
	await expect(one.texts).toHaveText(['前']);

	await one.press(text.interrupt);
	await expect(one.state).toHaveText(shared.states.waiting);
	await two.say('その間');
	await expect(two.texts).toHaveText(['前', 'その間']);
	await one.say('待っていた');
	await expect(one.unsent).toContainText(text.pending);

	await expect(one.texts).toHaveText(['前', 'その間', '待っていた']);
	await expect(two.texts).toHaveText(['前', 'その間', '待っていた']);
	await expect(one.unsent).toHaveCount(0);
});

test('I15: the client retries when its first connection fails', async ({ page }) => {
	let requests = 0;
	await page.route('**/socket.io/**', async (route) => {
		requests += 1;
		if (requests <= 2) await route.abort('connectionrefused');
		else await route.fallback();
	});
	const { one } = await openRooms(page);
	expect(requests).toBeGreaterThan(2);
	await one.join('general');
	await one.say('届く');
	await expect(one.texts).toHaveText(['届く']);
});

test('the client stays on polling when WebSocket is blocked', async ({ page }) => {
	await page.routeWebSocket(/\/socket\.io\//, (socket) => socket.close({ code: 1011 }));
	const { one, two } = await openRooms(page);
	for (const pane of [one, two]) await pane.join('general');
	await one.say('ポーリングで');
	await expect(two.texts).toHaveText(['ポーリングで']);
});
