import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/examples/cursors/text.ts';
import { text as kit } from '../../../src/lib/examples/kit/text.ts';
import { newDevice } from '../lib/device.ts';
import { expect, test } from '../lib/test.ts';

function paneOf(page: Page, title: string) {
	const pane = page.getByRole('region', { name: title, exact: true });
	const button = (name: string) => pane.getByRole('button', { name });
	return {
		button,
		state: pane.getByRole('status').first(),
		board: pane.getByRole('application'),
		note: pane.getByLabel(text.note),
		name: pane.getByLabel(text.name),
		saved: pane.locator('.note .state'),
		pointing: pane.locator('.names'),
		press: (name: string) => button(name).click()
	};
}

function panesOf(page: Page) {
	const [first = '', second = ''] = text.panes;
	return [paneOf(page, first), paneOf(page, second)] as const;
}

async function open(page: Page, address = '/examples/cursors/') {
	await page.goto(address);
	await page.locator('#demo-cursors').scrollIntoViewIfNeeded();
	await expect(page.locator('#demo-cursors').getByText(shared.states.open).first()).toBeVisible();
}

/** Types at the caret. */
async function type(field: Locator, words: string) {
	await field.focus();
	await field.pressSequentially(words);
}

test('a device that opens the link sees the text, and the first device sees its pointer', async ({
	page,
	browser,
	baseURL
}) => {
	await open(page);
	const link = await page.getByRole('link', { name: kit.open }).getAttribute('href');
	const second = await newDevice(browser, baseURL);
	const device = await second.newPage();
	await open(device, link ?? '');
	const [here] = panesOf(page);
	const there = paneOf(device, text.thisDevice);

	await type(here.note, 'こんにちは');
	await expect(there.note).toHaveValue('こんにちは');
	await there.name.fill('遠くの人');
	await there.name.press('Tab');
	await there.board.focus();
	await there.board.press('ArrowRight');
	await expect(here.pointing).toContainText('遠くの人');
	await there.board.press('Escape');
	await expect(here.pointing).toHaveText(text.pointing([]));
	await second.close();
});

test('the caret stays at its text while another person types before it', async ({ page }) => {
	await open(page);
	const [one, two] = panesOf(page);
	await type(one.note, 'abc');
	await expect(two.note).toHaveValue('abc');
	await two.note.focus();
	await two.note.press('End');
	await one.note.evaluate((field: HTMLTextAreaElement) => {
		field.setRangeText('xyz', 0, 0);
		field.dispatchEvent(new InputEvent('input', { bubbles: true }));
	});
	await expect(two.note).toHaveValue('xyzabc');
	await two.note.pressSequentially('!');
	await expect(one.note).toHaveValue('xyzabc!');
});

test('edits made by both readers while one is offline are merged after it reconnects', async ({
	page
}) => {
	await open(page);
	const [one, two] = panesOf(page);
	await type(one.note, '本文');
	await expect(two.note).toHaveValue('本文');
	await one.press(text.disconnect);
	await expect(one.state).toHaveText(shared.states.closed);
	await one.note.focus();
	await one.note.press('End');
	await one.note.pressSequentially('（離れた人）');
	await two.note.focus();
	await two.note.press('Home');
	await two.note.pressSequentially('【残った人】');
	await one.press(text.connect);
	for (const { note } of [one, two]) await expect(note).toHaveValue('【残った人】本文（離れた人）');
	await one.press(text.interrupt);
	await expect(one.state).toHaveText(shared.states.open);
	await type(two.note, '後');
	await expect(one.note).toHaveValue(/後/);
});

test('a rejected edit is reported and sent again', async ({ page }) => {
	let isRejecting = true;
	// A proxy between the page and its server rejects edits as if the broker were unavailable.
	await page.routeWebSocket('**/api/examples/cursors/socket**', (socket) => {
		const server = socket.connectToServer();
		const refusal = { type: 'error', code: 'broker_unavailable', retryAfterMs: 50 };
		socket.onMessage((message) => {
			if (isRejecting && String(message).includes('"edited"')) socket.send(JSON.stringify(refusal));
			else server.send(message);
		});
	});
	await open(page);
	const [one, two] = panesOf(page);
	await one.note.fill('断られた');
	await expect(one.saved).toHaveText(text.refusals['broker_unavailable'] ?? '');
	isRejecting = false;
	await expect(two.note).toHaveValue('断られた');
	await expect(one.saved).toHaveText(text.saved);
});

test('the keyboard focus stays on the button while the reader disconnects and reconnects', async ({
	page
}) => {
	await open(page);
	const [{ button, state }] = panesOf(page);
	await button(text.disconnect).focus();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(shared.states.closed);
	await expect(button(text.connect)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(shared.states.open);
	await expect(button(text.disconnect)).toBeFocused();
});

test('a note is kept when its page is loaded again', async ({ page }) => {
	await open(page);
	const [one, two] = panesOf(page);
	await type(one.note, '残る');
	await expect(two.note).toHaveValue('残る');
	await open(page);
	await expect(one.note).toHaveValue('残る');
});
