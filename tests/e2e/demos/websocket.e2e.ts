import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/websocket/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo, reopenDemo } from './demo.ts';

/** One of the two panes, with the actions of a reader. */
function paneOf(demo: Locator, title: string) {
	const pane = demo.getByRole('group', { name: title });
	const field = pane.getByLabel(text.label, { exact: true });
	return {
		state: pane.getByRole('status').first(),
		field,
		log: pane.getByRole('log'),
		texts: pane.locator('.message .text'),
		unsent: pane.locator('.unsent'),
		user: pane.locator('.user').first(),
		press: (name: string) => pane.getByRole('button', { name }).click(),
		async say(message: string) {
			await field.fill(message);
			await field.press('Enter');
		}
	};
}

async function openChat(page: Page) {
	const demo = await openDemo(page, 'websocket');
	const [one, two] = text.panes.map((title) => paneOf(demo, title));
	if (!one || !two) throw new Error('expected two panes');
	await expect(one.state).toHaveText(shared.states.open);
	await expect(two.state).toHaveText(shared.states.open);
	return { demo, one, two };
}

test('both panes show a message with its author, its time and whether it is their own', async ({
	page
}) => {
	const { one, two } = await openChat(page);
	await one.say('こんにちは');
	await expect(two.texts).toHaveText(['こんにちは']);
	await expect(one.texts).toHaveText(['こんにちは']);
	await expect(one.log).toContainText(text.own);
	await expect(two.log).toContainText(text.other);
	await expect(two.log).toContainText(/guest-[a-z0-9]+/i);
	await expect(two.log.locator('.message time')).toHaveAttribute('datetime', /^\d{4}-.*Z$/);
	await expect(one.unsent).toHaveCount(0);
});

test('W1: the connection goes to the host of the page, with a room of its own', async ({
	page,
	baseURL
}) => {
	const opened = page.waitForEvent('websocket', (socket) => socket.url().includes('/ws?'));
	await openDemo(page, 'websocket');
	const url = new URL((await opened).url());
	expect(url.host).toBe(new URL(baseURL ?? '').host);
	expect(url.searchParams.get('room')).toMatch(/^chat-[a-z0-9]{24}$/);
});

test('W2: a cut connection reconnects after a countdown without losing or repeating messages @every-host', async ({
	page
}) => {
	const { one, two } = await openChat(page);
	await one.say('前');
	await expect(two.texts).toHaveText(['前']);

	await one.press(text.interrupt);
	await expect(one.state).toHaveText(shared.states.waiting);
	await one.say('切れている間に書いた');
	await two.say('切れている間に届いた');
	await expect(one.unsent).toContainText(text.pending);
	await expect(one.texts).toHaveText(['前']);

	await expect(one.state).toHaveText(shared.states.open);
	await expect(one.unsent).toHaveCount(0);
	const all = ['前', '切れている間に届いた', '切れている間に書いた'];
	await expect(one.texts).toHaveText(all);
	await expect(two.texts).toHaveText(all);
});

test('a guest keeps its name across reconnections, and the panes have different names', async ({
	page
}) => {
	const { one, two } = await openChat(page);
	await expect(one.user).toContainText(/guest-/);
	const [name, other] = [await one.user.textContent(), await two.user.textContent()];
	expect(name).not.toBe(other);
	await one.say('前');
	for (const leave of [text.interrupt, text.disconnect]) {
		await one.press(leave);
		await expect(one.state).not.toHaveText(shared.states.open);
		await one.press(leave === text.interrupt ? text.reconnect : text.connect);
		await expect(one.state).toHaveText(shared.states.open);
		await one.say('後');
	}
	await expect(two.texts).toHaveText(['前', '後', '後']);
	const names = await two.log.locator('.message .user').allTextContents();
	expect(new Set(names).size).toBe(1);
});

test('W3: messages written offline wait in order and are sent once after reconnecting', async ({
	page
}) => {
	const { one, two } = await openChat(page);
	await one.press(text.disconnect);
	await expect(one.state).toHaveText(shared.states.closed);
	for (const message of ['一', '二', '三']) await one.say(message);
	await expect(one.unsent).toHaveCount(3);
	await expect(one.field).toBeEnabled();
	await expect(two.texts).toHaveCount(0);

	await one.press(text.connect);
	await expect(two.texts).toHaveText(['一', '二', '三']);
	await expect(one.unsent).toHaveCount(0);
});

test('W4: sending does not reload the page', async ({ page }) => {
	const { one, two } = await openChat(page);
	await page.evaluate(() => (document.title = 'still the same document'));
	await one.say('Enterで');
	await one.field.fill('ボタンで');
	await one.press(text.send);
	await expect(two.texts).toHaveText(['Enterで', 'ボタンで']);
	expect(await page.title()).toBe('still the same document');
});

test('W6: frames that are not events of the protocol are ignored', async ({ page }) => {
	await page.routeWebSocket(/\/ws\?/, (socket) => {
		const server = socket.connectToServer();
		server.onMessage((message) => {
			for (const malformed of ['{', 'null', '{"type":"message","text":7}']) {
				socket.send(malformed);
			}
			socket.send(message);
		});
	});
	const { one, two } = await openChat(page);
	await one.say('届く');
	await expect(two.texts).toHaveText(['届く']);
});

test('W8: the page sends a message without a name', async ({ page }) => {
	const sent: string[] = [];
	page.on('websocket', (socket) =>
		socket.on('framesent', ({ payload }) => sent.push(payload.toString()))
	);
	const { one, two } = await openChat(page);
	await one.say('名乗らない');
	await expect(two.texts).toHaveText(['名乗らない']);
	const messages = () => sent.filter((frame) => frame.includes('名乗らない'));
	await expect.poll(messages).toHaveLength(1);
	const [message = ''] = messages();
	expect(Object.keys(JSON.parse(message) as object).sort()).toEqual(['clientId', 'text', 'type']);
});

test('W17: the Enter that ends an input method’s conversion does not send the message', async ({
	page
}) => {
	const { one, two } = await openChat(page);
	await one.field.focus();
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Input.imeSetComposition', {
		text: 'にほんご',
		selectionStart: 4,
		selectionEnd: 4
	});
	// The key event that a page receives while an input method handles the key.
	const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
	await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
	await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
	await devtools.send('Input.insertText', { text: '日本語' });
	await expect(one.field).toHaveValue('日本語');
	await expect(one.texts).toHaveCount(0);
	await one.field.press('Enter');
	await expect(two.texts).toHaveText(['日本語']);
});

test('Shift+Enter starts a new line instead of sending', async ({ page }) => {
	const { one, two } = await openChat(page);
	await one.field.pressSequentially('一行目');
	await one.field.press('Shift+Enter');
	await one.field.pressSequentially('二行目');
	await one.field.press('Enter');
	await expect(two.texts).toHaveText(['一行目\n二行目']);
});

test('a second device joins the same room through the link', async ({ page, context }) => {
	const { demo, one } = await openChat(page);
	const link = await demo.getByRole('link', { name: text.invite }).getAttribute('href');
	const phone = await context.newPage();
	const there = await reopenDemo(phone, 'websocket', new URL(link ?? '').search);
	const guest = paneOf(there, text.thisDevice);
	await expect(guest.state).toHaveText(shared.states.open);
	await one.say('そちらは');
	await expect(guest.texts).toHaveText(['そちらは']);
	await guest.say('届きました');
	await expect(one.texts).toHaveText(['そちらは', '届きました']);
});

test('the chat can be used with the keyboard alone', async ({ page }) => {
	const { one, two } = await openChat(page);
	await one.log.focus();
	await page.keyboard.press('Tab');
	await expect(one.field).toBeFocused();
	await page.keyboard.type('キーだけで');
	await page.keyboard.press('Enter');
	await expect(two.texts).toHaveText(['キーだけで']);
	await expect(one.field).toBeFocused();
	for (const name of [text.send, text.interrupt]) {
		await page.keyboard.press('Tab');
		await expect(page.locator(':focus')).toHaveText(name);
	}
	await page.keyboard.press('Enter');
	await expect(one.state).toHaveText(shared.states.waiting);
	await page.keyboard.press('Enter');
	await expect(one.state).toHaveText(shared.states.open);
});

test('discarding or resending a message by keyboard moves the focus to the conversation', async ({
	page
}) => {
	await page.routeWebSocket(/\/ws\?/, (socket) => {
		const server = socket.connectToServer();
		socket.onMessage((frame) => {
			const { type, clientId } = JSON.parse(frame.toString()) as Record<string, string>;
			if (type !== 'message') return server.send(frame);
			const message = 'No.';
			socket.send(JSON.stringify({ type: 'error', code: 'bad_message', message, clientId }));
		});
	});
	const { demo, one } = await openChat(page);
	await one.say('断られる');
	for (const name of [text.retry, text.discard]) {
		await demo.getByRole('button', { name }).focus();
		await page.keyboard.press('Enter');
		await expect(one.log).toBeFocused();
	}
	await expect(one.unsent).toHaveCount(0);
});

test('messages written during a server restart are not lost @every-host', async ({
	page,
	host,
	hostName
}) => {
	test.skip(hostName === 'dev', 'Vite reloads the page when its server comes back');
	const { one, two } = await openChat(page);
	await host.stop();
	await expect(one.state).toHaveText(shared.states.waiting);
	await one.say('再起動の間に書いた');
	await host.start();
	await expect(two.texts).toHaveText(['再起動の間に書いた'], { timeout: 45_000 });
	await expect(one.unsent).toHaveCount(0);
});
