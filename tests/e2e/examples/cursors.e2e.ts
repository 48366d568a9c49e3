import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/examples/cursors/text.ts';
import { text as kit } from '../../../src/lib/examples/kit/text.ts';
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

async function open(page: Page, address = '/examples/cursors/') {
	await page.goto(address);
	await page.locator('#demo-cursors').scrollIntoViewIfNeeded();
	await expect(page.locator('#demo-cursors').getByText(shared.states.open).first()).toBeVisible();
}

/** Writes where the caret is, as a reader does. */
async function type(field: Locator, words: string) {
	await field.focus();
	await field.pressSequentially(words);
}

test('what one writes and points at, another device sees that came by the link @every-host', async ({
	page,
	browser,
	baseURL
}) => {
	await open(page);
	const link = await page.getByRole('link', { name: kit.open }).getAttribute('href');
	const second = await browser.newContext({ locale: 'ja-JP', ...(baseURL && { baseURL }) });
	const device = await second.newPage();
	await open(device, link ?? '');
	const here = paneOf(page, text.panes[0] ?? '');
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

test('who writes in the middle keeps the caret there while another writes before it', async ({
	page
}) => {
	await open(page);
	const [one, two] = text.panes.map((title) => paneOf(page, title));
	if (!one || !two) throw new Error('There are two panes.');
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

test('what two write while one is away is all there when it comes back @every-host', async ({
	page
}) => {
	await open(page);
	const [one, two] = text.panes.map((title) => paneOf(page, title));
	if (!one || !two) throw new Error('There are two panes.');
	await type(one.note, '本文');
	await expect(two.note).toHaveValue('本文');
	await one.press(text.offline);
	await expect(one.state).toHaveText(shared.states.closed);
	await one.note.focus();
	await one.note.press('End');
	await one.note.pressSequentially('（離れた人）');
	await two.note.focus();
	await two.note.press('Home');
	await two.note.pressSequentially('【残った人】');
	await one.press(text.again);
	for (const { note } of [one, two]) await expect(note).toHaveValue('【残った人】本文（離れた人）');
	await one.press(text.cut);
	await expect(one.state).toHaveText(shared.states.open);
	await type(two.note, '後');
	await expect(one.note).toHaveValue(/後/);
});

test('an edit that is refused is said to be, and sent once more', async ({ page }) => {
	let isRefusing = true;
	// Between the page and its server sits one that cannot keep what is written.
	await page.routeWebSocket('**/api/examples/cursors/socket**', (socket) => {
		const server = socket.connectToServer();
		const refusal = { type: 'error', code: 'broker_unavailable', retryAfterMs: 50 };
		socket.onMessage((message) => {
			if (isRefusing && String(message).includes('"edited"')) socket.send(JSON.stringify(refusal));
			else server.send(message);
		});
	});
	await open(page);
	const [one, two] = text.panes.map((title) => paneOf(page, title));
	if (!one || !two) throw new Error('There are two panes.');
	await one.note.fill('断られた');
	await expect(one.saved).toHaveText(text.refusals['broker_unavailable'] ?? '');
	isRefusing = false;
	await expect(two.note).toHaveValue('断られた');
	await expect(one.saved).toHaveText(text.saved);
});

test('who uses the keyboard alone keeps their place while they leave and come back', async ({
	page
}) => {
	await open(page);
	const { button, state } = paneOf(page, text.panes[0] ?? '');
	await button(text.offline).focus();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(shared.states.closed);
	await expect(button(text.again)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(shared.states.open);
	await expect(button(text.offline)).toBeFocused();
});

test('a note outlives the reload of its page', async ({ page }) => {
	await open(page);
	const [one] = text.panes.map((title) => paneOf(page, title));
	if (!one) throw new Error('There are two panes.');
	await type(one.note, '残る');
	await expect(paneOf(page, text.panes[1] ?? '').note).toHaveValue('残る');
	await page.reload();
	await open(page);
	await expect(one.note).toHaveValue('残る');
});
