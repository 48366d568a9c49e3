import type { Browser, Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as kit } from '../../../src/lib/examples/kit/text.ts';
import { text } from '../../../src/lib/examples/websocket/text.ts';
import { newDevice } from '../lib/device.ts';
import { expect, test } from '../lib/test.ts';

function paneOf(page: Page, title: string) {
	const pane = page.getByRole('region', { name: title, exact: true });
	const field = pane.getByLabel(text.label, { exact: true });
	return {
		pane,
		field,
		state: pane.getByRole('status').first(),
		lines: pane.locator('.message .text'),
		box: pane.getByRole('group', { name: text.record(title, 'general') }),
		log: pane.getByRole('log', { name: text.log(title, 'general'), exact: true }),
		press: (name: string | RegExp) => pane.getByRole('button', { name }).first().click(),
		togglePeople: () => pane.locator('summary').click(),
		async say(words: string) {
			await field.fill(words);
			await field.press('Enter');
		}
	};
}

type Pane = ReturnType<typeof paneOf>;

async function open(page: Page, address = '/examples/websocket/') {
	await page.goto(address);
	const example = page.locator('#demo-websocket');
	await example.scrollIntoViewIfNeeded();
	await expect(example.getByText(shared.states.open).first()).toBeVisible();
}

async function openPanes(page: Page): Promise<[Pane, Pane]> {
	await open(page);
	const [one = '', other = ''] = text.panes;
	return [paneOf(page, one), paneOf(page, other)];
}

/** Opens the link on another device, and joins under a name. */
async function joinOnDevice(
	page: Page,
	browser: Browser,
	baseURL: string | undefined,
	name: string
) {
	const link = await page.getByRole('link', { name: kit.open }).getAttribute('href');
	const context = await newDevice(browser, baseURL);
	const there = await context.newPage();
	await open(there, link ?? '');
	const pane = paneOf(there, text.thisDevice);
	await pane.pane.getByLabel(text.name).fill(name);
	await pane.press(text.join);
	return { ...pane, context, page: there };
}

test('a person who opens the link chooses a free name and chats with the people present', async ({
	page,
	browser,
	baseURL
}) => {
	const [one] = await openPanes(page);
	await one.say('ようこそ');
	const there = await joinOnDevice(page, browser, baseURL, text.panes[0] ?? '');
	await expect(there.pane.getByText(text.turnedAway.name_taken)).toBeVisible();
	await there.pane.getByLabel(text.name).fill('遠くの人');
	await there.press(text.join);
	await expect(there.lines).toHaveText(['ようこそ']);
	await there.field.pressSequentially('は');
	await expect(one.pane.getByText(text.typing(['遠くの人']))).toBeVisible();
	await there.say('はじめまして');
	await expect(one.lines.last()).toHaveText('はじめまして');
	await expect(one.pane.getByText(text.typing(['遠くの人']))).toBeHidden();
	await expect(one.pane.getByText(text.people(3))).toBeVisible();
	await there.context.close();
	await expect(one.pane.getByText(text.people(2))).toBeVisible();
});

test('no message is lost or repeated when a device disconnects while sending @every-host', async ({
	page,
	browser,
	baseURL
}) => {
	const [one] = await openPanes(page);
	const there = await joinOnDevice(page, browser, baseURL, '遠くの人');
	await expect(there.field).toBeVisible();
	const sent: string[] = [];
	for (let i = 1; i <= 6; i++) {
		sent.push(`遠${String(i)}`);
		await there.say(`遠${String(i)}`);
		if (i === 2) await there.press(text.interrupt);
		if (i === 3) await there.press(text.disconnect);
		if (i === 5) await one.say('その間に');
	}
	await expect(there.pane.locator('.unsent')).not.toHaveCount(0);
	await expect(one.lines.last()).toHaveText('その間に');
	await there.press(text.connect);
	await expect(there.pane.locator('.unsent')).toHaveCount(0);
	await expect(one.lines).toHaveCount(sent.length + 1);
	const received = await one.lines.allTextContents();
	expect(received.filter((line) => line !== 'その間に')).toEqual(sent);
	await expect(there.lines).toHaveText(received);
	await there.context.close();
});

test('a message appears once when its acknowledgement is lost', async ({ page }) => {
	let isDropping = false;
	await page.routeWebSocket(/examples\/websocket\/socket/, (socket) => {
		const server = socket.connectToServer();
		server.onMessage((message) => {
			if (!isDropping) socket.send(message);
		});
	});
	const [one, other] = await openPanes(page);
	await expect(one.pane.getByText(text.people(2))).toBeVisible();
	isDropping = true;
	await one.say('届いたのに、返事がない');
	await expect(one.pane.locator('.unsent')).toBeVisible();
	isDropping = false;
	await one.press(text.interrupt);
	await other.press(text.interrupt);
	for (const { lines, pane } of [one, other]) {
		await expect(lines).toHaveText(['届いたのに、返事がない']);
		await expect(pane.locator('.unsent')).toHaveCount(0);
	}
});

test('the creator of the room can delete messages, mute people and remove them; others cannot', async ({
	page,
	browser,
	baseURL
}) => {
	const [one, other] = await openPanes(page);
	const there = await joinOnDevice(page, browser, baseURL, '困った人');
	await there.say('困った発言');
	await expect(one.lines).toHaveText(['困った発言']);
	await expect(other.pane.getByRole('button', { name: text.eraseOf('困った人') })).toHaveCount(0);
	await one.press(text.eraseOf('困った人'));
	for (const { lines } of [one, other, there]) await expect(lines).toHaveText([text.deleted]);

	await one.togglePeople();
	await one.press(text.about('困った人', text.mute));
	await expect(there.pane.getByText(text.isMuted)).toBeVisible();
	await there.say('言えない');
	await expect(there.pane.getByText(text.failed('unauthorised'))).toBeVisible();
	await one.press(text.about('困った人', text.free));
	await expect(there.pane.getByText(text.hint)).toBeVisible();
	await there.press(text.retry);
	await expect(one.lines.last()).toHaveText('言えない');

	await one.press(text.about('困った人', text.remove));
	await expect(there.pane.getByText(text.turnedAway.removed)).toBeVisible();
	await there.page.reload();
	await expect(there.pane.getByText(text.turnedAway.removed)).toBeVisible();
	await expect(there.pane.getByRole('button')).toHaveCount(0); // no button lets them rejoin
	await there.context.close();
});

test('each room keeps its own messages, unread count and draft', async ({ page }) => {
	const [one, other] = await openPanes(page);
	await one.field.fill('書きかけ');
	await one.press(/tech/);
	await expect(one.field).toHaveValue('');
	await one.say('techの話');
	await one.say('もう1つ');
	await expect(other.pane.getByRole('img', { name: text.unread(2) })).toBeVisible();
	await expect(other.lines).toHaveCount(0);
	await other.press(/tech/);
	await expect(other.lines).toHaveText(['techの話', 'もう1つ']);
	await expect(other.pane.getByRole('img')).toHaveCount(0);
	await one.press(/general/);
	await expect(one.field).toHaveValue('書きかけ');
});

test('loading older messages keeps the scroll position, and a button announces newer ones', async ({
	page,
	browser,
	baseURL
}) => {
	const [one, other] = await openPanes(page);
	for (let i = 1; i <= 9; i++) {
		for (const pane of [one, other, one]) await pane.say(`${String(i)}番目`);
	}
	await expect(other.lines).toHaveCount(27, { timeout: 30_000 });
	const there = await joinOnDevice(page, browser, baseURL, '後から来た人');
	await expect(there.lines).toHaveCount(20);
	const box = there.page.getByRole('group', { name: text.record(text.thisDevice, 'general') });
	const rest = () => box.evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight);
	await expect.poll(rest).toBeLessThan(24);

	const first = there.lines.first();
	const words = (await first.textContent()) ?? '';
	await box.evaluate((e) => (e.scrollTop = 60));
	const before = await first.boundingBox();
	await there.pane.getByRole('button', { name: text.older }).evaluate((e) => {
		(e as HTMLButtonElement).click();
	});
	await expect(there.lines).toHaveCount(27);
	await expect(there.lines.nth(7)).toHaveText(words);
	const moved = async () =>
		Math.abs(((await there.lines.nth(7).boundingBox())?.y ?? 0) - (before?.y ?? 0));
	// The notice that history begins here differs slightly in height from the button that it replaces.
	await expect.poll(moved).toBeLessThan(2);
	await expect(there.pane.getByText(text.beginning)).toBeAttached();

	await one.say('新しい発言');
	await there.pane.getByRole('button', { name: text.newer(1) }).click();
	await expect(there.lines.last()).toBeInViewport();
	await one.say('末尾にいれば、見える');
	await expect(there.pane.getByText('末尾にいれば、見える')).toBeInViewport();
	await there.context.close();
});

test('scrolling to the top loads older messages', async ({ page, browser, baseURL }) => {
	const [one, other] = await openPanes(page);
	for (let i = 1; i <= 8; i++) for (const pane of [one, other, one]) await pane.say(String(i));
	await expect(other.lines).toHaveCount(24, { timeout: 30_000 });
	const there = await joinOnDevice(page, browser, baseURL, '後から来た人');
	await expect(there.lines).toHaveCount(20);
	await there.box.evaluate((e) => (e.scrollTop = 0));
	await expect(there.lines).toHaveCount(24);
	await there.context.close();
});

test('W17: the Enter that ends an input method’s conversion does not send the message', async ({
	page
}) => {
	const [one, other] = await openPanes(page);
	await one.field.fill('にほんご');
	for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
		await one.field.dispatchEvent('keydown', { key: 'Enter', ...composing });
	}
	await expect(one.field).toHaveValue('にほんご');
	await one.field.press('Shift+Enter');
	await one.field.pressSequentially('二行目');
	await one.field.press('Enter');
	await expect(other.lines).toHaveText(['にほんご\n二行目']);
	await expect(one.field).toHaveValue('');
});

test('a name can be changed, but not to a taken one, and is kept after a reload', async ({
	page
}) => {
	const [one, other] = await openPanes(page);
	const field = one.pane.getByLabel(text.name);
	await one.togglePeople();
	await one.press(text.rename);
	await field.fill(text.panes[1] ?? '');
	await one.press(text.save);
	await expect(one.pane.getByText(text.turnedAway.name_taken)).toBeVisible();
	await field.fill('新しい名前');
	await one.press(text.save);
	await expect(field).toHaveCount(0);
	await one.say('変わりました');
	await expect(other.pane.locator('.message .user')).toHaveText('新しい名前');
	await open(page);
	await expect(one.pane.getByText(text.operator).first()).toBeVisible();
	await expect(one.pane.locator('.who')).toContainText('新しい名前');
	await expect(one.lines).toHaveText(['変わりました']);
});

test('a name is counted like on the server, without variation selectors', async ({ page }) => {
	const [one] = await openPanes(page);
	await one.togglePeople();
	await one.press(text.rename);
	await one.pane.getByLabel(text.name).fill('❤\uFE0F'.repeat(32));
	await one.press(text.save);
	await expect(one.pane.locator('.who')).toContainText('❤'.repeat(32));
});

test('the error about a rejected name disappears on typing, cancelling or closing the list', async ({
	page
}) => {
	const [one] = await openPanes(page);
	const field = one.pane.getByLabel(text.name);
	const refusal = one.pane.getByText(text.turnedAway.name_taken);
	const renaming = one.pane.getByRole('button', { name: text.rename });
	const submitTakenName = async () => {
		await field.fill(text.panes[1] ?? '');
		await one.press(text.save);
		await expect(refusal).toBeVisible();
	};
	await one.togglePeople();
	await renaming.press('Enter');
	await expect(field).toBeFocused();
	await submitTakenName();
	await field.press('End');
	await field.pressSequentially('x');
	await expect(refusal).toHaveCount(0);
	await expect(field).toHaveAttribute('aria-invalid', 'false');
	await submitTakenName();
	await one.press(text.cancel);
	await expect(renaming).toBeFocused();
	await renaming.press('Enter');
	await expect(field).toHaveValue(text.panes[0] ?? '');
	await expect(refusal).toHaveCount(0);
	await submitTakenName();
	await one.togglePeople();
	await expect(field).toHaveCount(0);
	await one.togglePeople();
	await expect(renaming).toBeVisible();
	await expect(refusal).toHaveCount(0);
});

test('a person can submit their own name in another spelling, and the form closes', async ({
	page
}) => {
	const [one] = await openPanes(page);
	await one.togglePeople();
	await one.press(text.rename);
	await one.pane.getByLabel(text.name).fill('  １人目 '); // the full-width digit counts as the same character
	await one.press(text.save);
	await expect(one.pane.getByLabel(text.name)).toHaveCount(0);
	await expect(one.pane.getByRole('button', { name: text.rename })).toBeFocused();
});

test('after a rejected name the focus stays in the field, and the error disappears on typing', async ({
	page,
	browser,
	baseURL
}) => {
	await openPanes(page);
	const there = await joinOnDevice(page, browser, baseURL, text.panes[0] ?? '');
	const field = there.pane.getByLabel(text.name);
	const refusal = there.pane.getByText(text.turnedAway.name_taken);
	await expect(refusal).toBeVisible();
	await field.fill(text.panes[1] ?? '');
	await expect(refusal).toHaveCount(0);
	await field.press('Enter');
	await expect(refusal).toBeVisible();
	await expect(field).toBeFocused();
	await field.fill('遠くの人');
	await field.press('Enter');
	await expect(there.field).toBeFocused();
	await there.context.close();
});

test('only the pane that uses an invalid operator key reports it', async ({ page }) => {
	const [one, other] = await openPanes(page);
	await expect(one.pane.getByText(text.keyIsWrong)).toHaveCount(0);
	await page.evaluate(() => {
		const name = 'wirelab:example:websocket:place';
		const place = JSON.parse(localStorage.getItem(name) ?? '{}') as object;
		localStorage.setItem(name, JSON.stringify({ ...place, operator: 'of another server' }));
	});
	await open(page);
	await expect(one.pane.getByText(text.keyIsWrong)).toBeVisible();
	await expect(one.field).toBeVisible();
	await expect(other.pane.getByText(text.keyIsWrong)).toHaveCount(0);
});

test('each pane’s log has its own name, and switching rooms announces nothing', async ({
	page
}) => {
	const [one, other] = await openPanes(page);
	await one.say('generalの話');
	for (const { log, box } of [one, other]) {
		await expect(log.getByText('generalの話')).toBeVisible();
		await expect(box).toBeVisible();
	}
	const log = await one.log.elementHandle();
	await one.press(/tech/);
	// Screen readers announce text added to a live region, but not the content of a new region.
	await expect.poll(() => log.evaluate((element) => element.isConnected)).toBe(false);
});

test('a person’s message is shown once even if the server has not acknowledged it', async ({
	page
}) => {
	await page.routeWebSocket(/examples\/websocket\/socket/, (socket) => {
		const server = socket.connectToServer();
		server.onMessage((message) => {
			if (!message.includes('"saved"')) socket.send(message);
		});
	});
	const [one, other] = await openPanes(page);
	for (const words of ['1つ目', '2つ目']) {
		await one.say(words);
		await expect(other.log.getByText(words)).toBeVisible();
		await expect(one.pane.getByText(words)).toHaveCount(1);
	}
});

test('no notice about older messages is shown before the server responds', async ({ page }) => {
	await page.routeWebSocket(/examples\/websocket\/socket/, () => undefined); // opens, but sends nothing
	const [one] = await openPanes(page);
	await expect(one.box).toBeVisible();
	await expect(one.pane.getByText(text.beginning)).toHaveCount(0);
});
