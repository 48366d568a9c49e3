import type { Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text } from '../../../src/lib/examples/notifications/text.ts';
import { text as kit } from '../../../src/lib/examples/kit/text.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { violations } from '../lib/accessibility.ts';
import { newDevice } from '../lib/device.ts';
import { expect, test } from '../lib/test.ts';

const [aoi, ren] = text.people as [string, string];

function paneOf(page: Page, name: string) {
	const pane = page.getByRole('region', { name, exact: true });
	const button = (label: string) => pane.getByRole('button', { name: label, exact: true });
	return {
		button,
		state: pane.locator('.line').getByRole('status'),
		unread: pane.locator('header').getByRole('status'),
		answer: pane.locator('.answer'),
		problem: pane.locator('.problem'),
		message: pane.getByLabel(text.message),
		unsent: pane.locator('.unsent'),
		notices: pane.getByRole('listitem').locator('.text'),
		/** Writes a notification and presses the button that sends it. */
		async send(to: string, words: string) {
			await pane.getByLabel(text.to).selectOption({ label: to });
			await pane.getByLabel(text.message).fill(words);
			await button(text.send).click();
		}
	};
}

async function open(page: Page, address = '/examples/notifications/') {
	await page.goto(address);
	await page.locator('#demo-notifications').scrollIntoViewIfNeeded();
	const state = page.locator('#demo-notifications').getByText(shared.states.open);
	await expect(state.first()).toBeVisible();
}

/** The target of a link of the example. */
async function linkOf(page: Page, name: string) {
	return (await page.getByRole('link', { name, exact: true }).getAttribute('href')) ?? '';
}

test('a notification reaches both devices of its recipient, and reading it on one marks it as read on the other', async ({
	page,
	browser,
	baseURL
}) => {
	await open(page);
	const second = await newDevice(browser, baseURL);
	const device = await second.newPage();
	await open(device, await linkOf(page, text.sameElsewhere(ren)));
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	const phone = paneOf(device, ren);

	for (const words of ['一つ目', '二つ目']) await one.send(ren, words);
	for (const place of [two, phone]) await expect(place.unread).toHaveText(text.unread(2));
	await expect(device).toHaveTitle(/^\(2\) /);
	await expect(one.unread).toHaveText(text.unread(0));

	await phone.button(text.mark).first().click();
	for (const place of [two, phone]) await expect(place.unread).toHaveText(text.unread(1));
	await two.button(text.markAll).click();
	for (const place of [two, phone]) await expect(place.unread).toHaveText(text.unread(0));
	await expect(device).not.toHaveTitle(/^\(/);
	await second.close();
});

test('after a disconnection each missed notification arrives once, and each pending one is sent once', async ({
	page,
	browser,
	host
}) => {
	await open(page);
	// The other device connects through a proxy that is cut, so its browser has to reconnect by itself.
	const proxy = await TcpProxy.to(Number(new URL(host.url).port));
	const second = await browser.newContext({ locale: 'ja-JP' });
	const device = await second.newPage();
	const link = new URL(await linkOf(page, text.sameElsewhere(ren)));
	link.port = String(proxy.port);
	await open(device, link.href);
	const [one, two, phone] = [paneOf(page, aoi), paneOf(page, ren), paneOf(device, ren)];

	await one.send(ren, '前');
	await expect(phone.notices).toHaveText(['前']);
	await two.button(text.disconnect).click();
	await expect(two.state).toHaveText(shared.states.closed);
	proxy.stall();
	proxy.drop();
	await expect(phone.state).toHaveText(shared.states.connecting);
	for (const words of ['間1', '間2', '間3']) await one.send(ren, words);
	await two.send(aoi, '切れている間に書いた');
	// The connected person's messages are pending, too, until the server has answered.
	await expect(one.unsent).toHaveCount(0);
	await expect(two.unsent).toContainText(text.pending);
	for (const place of [two, phone]) await expect(place.notices).toHaveText(['前']);
	expect(await violations(page, '#demo-notifications')).toEqual([]);

	proxy.unstall();
	await two.button(text.connect).click();
	await one.send(text.all, '後');
	for (const place of [two, phone]) {
		await expect(place.notices).toHaveText(['後', '間3', '間2', '間1', '前']);
		await expect(place.unread).toHaveText(text.unread(5));
	}
	await expect(one.notices).toHaveText(['切れている間に書いた']);
	await second.close();
	await proxy.close();
});

test('a notification that is sent twice is delivered once', async ({ page }) => {
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	await expect(two.state).toHaveText(shared.states.open);
	await one.button(text.twice).click();
	await expect(one.answer).toHaveText(text.once);
	await one.send(text.all, 'しるし');
	await expect(two.notices).toHaveText(['しるし', text.example(1)]);
});

test('a guest who opens the link sees notifications for everybody, but none for other people', async ({
	page,
	browser,
	baseURL
}) => {
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	await one.send(ren, '蓮だけに');
	await one.send(text.all, 'みなさんへ');
	await expect(two.notices).toHaveText(['みなさんへ', '蓮だけに']);
	const second = await newDevice(browser, baseURL);
	const device = await second.newPage();
	await open(device, await linkOf(page, kit.open));
	const guest = device.getByRole('region', { name: /^ゲスト/ });
	await expect(guest.getByRole('listitem').locator('.text')).toHaveText(['みなさんへ']);
	await second.close();
});

test('the page requests permission only when the button is pressed, and shows one popup per notification while hidden', async ({
	browser,
	baseURL
}) => {
	const context = await newDevice(browser, baseURL);
	// The test records the popups that the page requests; it does not need a real desktop.
	await context.addInitScript(() => {
		const log = { requests: 0, shown: [] as string[], isHidden: false };
		const FakeNotification = Object.assign(
			function (_: string, { body, tag }: { body: string; tag: string }) {
				log.shown.push(`${body} ${tag}`);
			},
			{
				permission: 'default',
				requestPermission() {
					log.requests++;
					FakeNotification.permission = 'granted';
					return Promise.resolve('granted');
				}
			}
		);
		Object.assign(window, { Notification: FakeNotification, log });
		Object.defineProperty(document, 'hidden', { get: () => log.isHidden });
	});
	interface Log {
		requests: number;
		shown: string[];
		isHidden: boolean;
	}
	const page = await context.newPage();
	const log = () => page.evaluate(() => (window as unknown as { log: Log }).log);
	const hide = (isHidden: boolean) =>
		page.evaluate((is) => {
			(window as unknown as { log: Log }).log.isHidden = is;
		}, isHidden);
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	await expect(page.locator('.desktop')).toContainText(text.permission.default);
	expect((await log()).requests).toBe(0);
	await page.getByRole('button', { name: text.allow }).click();
	await expect(page.locator('.desktop')).toHaveText(text.permission.granted);

	await one.send(ren, '見ている');
	await expect(two.notices).toHaveText(['見ている']);
	await hide(true);
	await one.send(ren, '見ていない');
	await expect.poll(async () => (await log()).shown).toHaveLength(1);
	await two.button(text.disconnect).click();
	await one.send(ren, '切れている');
	await two.button(text.connect).click();
	await expect(two.notices).toHaveText(['切れている', '見ていない', '見ている']);
	await expect.poll(async () => (await log()).shown).toHaveLength(2);
	const { shown } = await log();
	expect(shown.map((line) => line.split(' ')[0])).toEqual(['見ていない', '切れている']);
	expect(new Set(shown.map((line) => line.split(' ')[1])).size).toBe(2);
	await page.reload();
	await open(page);
	await expect(two.notices).toHaveCount(3);
	expect((await log()).shown).toEqual([]);
	await context.close();
});

test('the page works without popups where they are denied or unsupported', async ({
	browser,
	baseURL
}) => {
	for (const kind of ['denied', 'unsupported', 'throws'] as const) {
		const context = await newDevice(browser, baseURL);
		await context.addInitScript((kind) => {
			if (kind === 'unsupported') Reflect.deleteProperty(window, 'Notification');
			else if (kind === 'denied') Object.assign(window, { Notification: { permission: 'denied' } });
			else {
				// As on Android: permission is granted, but only a service worker may show notifications.
				const refuse = () => {
					throw new TypeError('Illegal constructor');
				};
				const Refusing = Object.assign(refuse, { permission: 'granted' });
				Object.assign(window, { Notification: Refusing });
				Object.defineProperty(document, 'hidden', { get: () => true });
			}
		}, kind);
		const page = await context.newPage();
		await open(page);
		await paneOf(page, aoi).send(text.all, '届く');
		await expect(paneOf(page, ren).unread).toHaveText(text.unread(1));
		const notice = kind === 'denied' ? text.permission.denied : text.permission.unsupported;
		await expect(page.locator('.desktop')).toHaveText(notice);
		await expect(page).toHaveTitle(/^\(1\) /);
		await context.close();
	}
});

test('a rejected attempt to mark a notification as read is reported and can be repeated', async ({
	page
}) => {
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	await one.send(ren, '読む');
	await expect(two.unread).toHaveText(text.unread(1));
	const refusal = { status: 400, json: { code: 'bad_request', message: '' } };
	await page.route('**/reads', (route) => route.fulfill(refusal), { times: 1 });
	await two.button(text.mark).click();
	await expect(two.problem).toHaveText(text.notMarked('bad_request'));
	await expect(two.unread).toHaveText(text.unread(1));
	await two.button(text.mark).click();
	await expect(two.unread).toHaveText(text.unread(0));
	await expect(two.problem).toBeEmpty();
});

test('a person whose cookie has expired is signed in again, and the message is still sent', async ({
	page
}) => {
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	await expect(two.state).toHaveText(shared.states.open);
	await page.context().clearCookies();
	await one.send(ren, '翌日');
	await expect(two.notices).toHaveText(['翌日']);
	await expect(one.unsent).toHaveCount(0);
	await page.context().clearCookies();
	await two.button(text.mark).click();
	await expect(two.unread).toHaveText(text.unread(0));
});

test('text that no longer fits into the outbox stays in its field with an explanation', async ({
	page
}) => {
	await open(page);
	const one = paneOf(page, aoi);
	await one.button(text.disconnect).click();
	await expect(one.state).toHaveText(shared.states.closed);
	for (let sent = 0; sent < 100; sent++) await one.message.press('Enter');
	await one.message.fill('101件目');
	await one.message.press('Enter');
	await expect(one.answer).toHaveText(text.full);
	await expect(one.message).toHaveValue('101件目');
	await expect(one.unsent).toHaveCount(100);
});

test('the keyboard focus stays in place when a notification is marked as read', async ({
	page
}) => {
	await open(page);
	const [one, two] = [paneOf(page, aoi), paneOf(page, ren)];
	for (const words of ['一つ目', '二つ目']) await one.send(ren, words);
	await expect(two.unread).toHaveText(text.unread(2));
	await two.button(text.mark).first().focus();
	await page.keyboard.press('Enter');
	await expect(two.unread).toHaveText(text.unread(1));
	await expect(two.button(text.isRead)).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(two.button(text.mark)).toBeFocused();
	await expect(two.button(text.isRead)).toHaveCount(0);
	await page.keyboard.press('Enter');
	await expect(two.unread).toHaveText(text.unread(0));
	await expect(two.button(text.isRead)).toBeFocused();
});

test('when discarding or requesting permission removes the pressed button, the keyboard focus moves to a nearby element', async ({
	browser,
	baseURL
}) => {
	const context = await newDevice(browser, baseURL);
	await context.addInitScript(() => {
		const requestPermission = () => Promise.resolve('denied');
		Object.assign(window, { Notification: { permission: 'default', requestPermission } });
	});
	const page = await context.newPage();
	await open(page);
	await page.getByRole('button', { name: text.allow }).press('Enter');
	await expect(page.locator('.desktop span')).toBeFocused();

	const one = paneOf(page, aoi);
	const refusal = { status: 400, json: { code: 'bad_request', message: '' } };
	await page.route('**/messages', (route) => route.fulfill(refusal), { times: 1 });
	await one.send(text.all, '断られる');
	await one.button(text.discard).press('Enter');
	await expect(one.unsent).toHaveCount(0);
	await expect(one.message).toBeFocused();
	await context.close();
});
