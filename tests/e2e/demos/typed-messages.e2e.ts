import type { Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/demos/typed-messages/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

async function openEditor(page: Page) {
	const demo = await openDemo(page, 'typed-messages');
	const state = demo.getByRole('status').first();
	await expect(state).toHaveText(shared.states.open);
	const sideOf = (title: string) => {
		const side = demo.getByRole('group', { name: title });
		return { label: side.getByRole('status'), frame: side.getByRole('group') };
	};
	return {
		state,
		counts: demo.locator('.counts'),
		editor: demo.getByLabel(text.label),
		send: demo.getByRole('button', { name: text.send }),
		preset: (name: keyof typeof text.presets) =>
			demo.getByRole('button', { name: text.presets[name], exact: true }),
		browser: sideOf(text.browser),
		server: sideOf(text.server),
		delivered: demo.getByRole('group', { name: text.delivered })
	};
}

test('browser and server accept and reject the same frames, and the connection stays open', async ({
	page
}) => {
	const { state, counts, send, preset, browser, server, delivered } = await openEditor(page);
	for (const name of ['valid', 'unknownField', 'proto'] as const) {
		await preset(name).click();
		await expect(browser.label).toHaveText(text.valid);
		await expect(browser.frame).not.toContainText(text.impostor);
		await send.click();
		await expect(server.label).toHaveText(text.outcomes.accepted);
		await expect(server.frame).toContainText('"type":"ack"');
		await expect(delivered).toContainText(/"user":"guest-[a-z0-9]+"/);
		await expect(delivered).not.toContainText(text.impostor);
	}
	for (const name of ['unknownType', 'wrongType', 'tooLong', 'notJson'] as const) {
		await preset(name).click();
		await expect(browser.label).toHaveText(text.invalid);
		await send.click();
		await expect(server.label).toHaveText(text.outcomes.rejected);
		const problem = JSON.parse((await browser.frame.textContent()) ?? '') as object;
		expect(JSON.parse((await server.frame.textContent()) ?? '')).toEqual({
			type: 'error',
			...problem
		});
		await expect(delivered).toContainText(text.undelivered);
	}
	await expect(counts).toHaveText(text.counts(3, 4, 0));
	await expect(state).toHaveText(shared.states.open);
});

test('with the keyboard alone a reader makes a message invalid, sees the error, and fixes it', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const { editor, send, browser, server } = await openEditor(page);
	await editor.focus();
	await page.keyboard.press('Control+A');
	await page.keyboard.type('{"type":"message","text":""}');
	await expect(editor).toHaveAttribute('aria-invalid', 'true');
	await expect(browser.frame).toContainText('text must not be empty.');
	await page.keyboard.press('Tab');
	await expect(send).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(server.label).toHaveText(text.outcomes.rejected);

	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Control+A');
	await page.keyboard.type('{"type":"ping"}');
	await expect(browser.label).toHaveText(text.valid);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(server.label).toHaveText(text.outcomes.accepted);
	await expect(server.frame).toContainText('"type":"pong"');
});

test('twenty malformed frames close the connection with 4400, and the reader connects again', async ({
	page
}) => {
	const { state, counts, send, preset, server } = await openEditor(page);
	await preset('wrongType').click();
	for (let sent = 1; sent <= 20; sent++) {
		await send.click();
		await expect(counts).toHaveText(text.counts(0, sent, sent === 20 ? 1 : 0));
	}
	await expect(server.frame).toContainText('"code":4400');
	await expect(state).toHaveText(shared.states.closed);
	await page.getByRole('button', { name: text.connect, exact: true }).click();
	await expect(state).toHaveText(shared.states.open);
	await preset('valid').click();
	await send.click();
	await expect(server.label).toHaveText(text.outcomes.accepted);
});
