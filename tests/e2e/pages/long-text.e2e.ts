import type { Locator, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as demo } from '../../../src/lib/demos/websocket/text.ts';
import { text as rooms } from '../../../src/lib/demos/socket-io/text.ts';
import { text as cursors } from '../../../src/lib/examples/cursors/text.ts';
import { text as notifications } from '../../../src/lib/examples/notifications/text.ts';
import { text as chat } from '../../../src/lib/examples/websocket/text.ts';
import { openDemo } from '../demos/demo.ts';
import { openExample } from '../examples/example.ts';
import { expect, test } from '../lib/test.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** Pastes from the clipboard. Setting the value would not reveal a `maxlength` that truncates pasted text. */
async function paste(page: Page, field: Locator, words: string): Promise<void> {
	await page.evaluate((words) => navigator.clipboard.writeText(words), words);
	await field.focus();
	await page.keyboard.press('Control+A');
	await page.keyboard.press('Control+V');
	await expect(field).toHaveValue(words);
}

interface Composer {
	field: Locator;
	/** Where a sent message appears. */
	sent: Locator;
	/** In code points. */
	max: number;
}

const composers: Record<string, (page: Page) => Promise<Composer>> = {
	'the WebSocket demonstration': async (page) => {
		const pane = (await openDemo(page, 'websocket')).getByRole('group').first();
		await expect(pane.getByRole('status').first()).toHaveText(shared.states.open);
		return {
			field: pane.getByLabel(demo.label, { exact: true }),
			sent: pane.locator('.message .text'),
			max: 2000
		};
	},
	'the Socket.IO demonstration': async (page) => {
		const pane = (await openDemo(page, 'socket-io')).getByRole('group', { name: rooms.panes[0] });
		await pane.getByRole('checkbox', { name: 'general' }).check();
		await expect(pane.getByRole('radio', { name: 'general' })).toBeEnabled();
		return { field: pane.getByRole('textbox'), sent: pane.locator('.message .text'), max: 2000 };
	},
	'the chat': async (page) => {
		const pane = (await openExample(page, 'websocket')).getByRole('region').first();
		return {
			field: pane.getByLabel(chat.label, { exact: true }),
			sent: pane.locator('.message .text'),
			max: 2000
		};
	},
	'the notifications': async (page) => {
		const example = await openExample(page, 'notifications');
		const [one, two] = notifications.people.map((name) =>
			example.getByRole('region', { name, exact: true })
		);
		if (!one || !two) throw new Error('expected two panes');
		const field = one.getByLabel(notifications.message);
		return { field, sent: two.locator('.list .text'), max: 200 };
	}
};

for (const [name, open] of Object.entries(composers)) {
	test(`${name}: a text that is too long stays complete, shows the excess, and can be sent once it fits`, async ({
		page
	}) => {
		const { field, sent, max } = await open(page);
		const words = `${'あ'.repeat(max)}終わり`;
		await paste(page, field, words);
		const form = field.locator('xpath=ancestor::form');
		await expect(form.getByText(shared.limit(max))).toBeVisible();
		await expect(form.getByText(shared.excess(3))).toBeVisible();

		await field.press('Enter');
		expect(await field.evaluate((field: HTMLInputElement) => field.validationMessage)).toBe(
			shared.shorten(3, max)
		);
		await expect(field).toBeFocused();
		await expect(field).toHaveValue(words);
		await expect(sent).toHaveCount(0);

		for (let i = 0; i < 3; i++) await field.press('Backspace');
		await expect(form.getByText(shared.limit(max))).toHaveCount(0);
		await field.press('Enter');
		await expect(sent).toHaveText([words.slice(0, max)]);
	});

	test(`${name}: an emoji counts as one character`, async ({ page }) => {
		const { field, sent, max } = await open(page);
		const emoji = '😀'.repeat(Math.floor(max * 0.75));
		await paste(page, field, emoji);
		await field.press('Enter');
		await expect(sent).toHaveText([emoji]);
	});
}

test('a name that is too long stays complete and shows the excess', async ({ page }) => {
	const example = await openExample(page, 'cursors');
	const field = example.getByLabel(cursors.name).first();
	await paste(page, field, '長'.repeat(35));
	await expect(example.getByText(shared.excess(3))).toBeVisible();
	await paste(page, field, '👩'.repeat(32));
	await expect(example.getByText(shared.limit(32))).toHaveCount(0);
});

test('a note that is too long stays local until it fits, and merges the changes of others', async ({
	page
}) => {
	const example = await openExample(page, 'cursors');
	await expect(example.getByText(shared.states.open)).toHaveCount(2);
	const notes = example.getByLabel(cursors.note);
	const [one, two] = [notes.nth(0), notes.nth(1)];
	await two.fill('先に');
	await expect(one).toHaveValue('先に');

	const words = `先に${'い'.repeat(2000)}`;
	await paste(page, one, words);
	await expect(example.getByText(shared.excess(2))).toBeVisible();
	await two.press('End');
	await two.pressSequentially('書く');
	await expect(two).toHaveValue('先に書く');
	await expect(one).toHaveValue(words);

	await one.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(10, 20));
	await one.press('Delete');
	await expect(two).toHaveValue(/^先に(書く)?い{1990}(書く)?$/);
	await expect(one).toHaveValue(await two.inputValue());
});
