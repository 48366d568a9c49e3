import type { Page } from 'playwright/test';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as kit } from '../../../src/lib/examples/kit/text.ts';
import { text } from '../../../src/lib/examples/progress/text.ts';
import { newDevice } from '../lib/device.ts';
import { expect, test } from '../lib/test.ts';

const [first = '', second = ''] = text.panes;
/** A job up to this number runs longer than any test on any machine; the tests cancel it. */
const long = 10_000_000_000;

function paneOf(page: Page, title: string) {
	const pane = page.getByRole('region', { name: title, exact: true });
	const button = (name: string) => pane.getByRole('button', { name });
	const press = (name: string) => button(name).click();
	return {
		button,
		connection: pane.getByRole('status').first(),
		state: pane.getByRole('status').nth(1),
		bar: pane.getByRole('progressbar'),
		primes: pane.locator('.primes dd'),
		problem: pane.getByRole('alert'),
		upTo: pane.getByLabel(text.upTo),
		fail: pane.getByLabel(text.failHalfway),
		press,
		async begin(upTo: number, button = text.begin) {
			await pane.getByLabel(text.upTo).fill(String(upTo));
			await press(button);
		}
	};
}

async function open(page: Page, address = '/examples/progress/') {
	await page.goto(address);
	await page.locator('#demo-progress').scrollIntoViewIfNeeded();
	await expect(page.getByRole('progressbar').first()).toBeVisible();
}

const doneOf = (page: Page, title: string) =>
	paneOf(page, title).bar.evaluate((bar: HTMLProgressElement) => bar.value);

test('a device that opens the link follows a job to its correct result', async ({
	page,
	browser,
	baseURL
}) => {
	await open(page);
	const link = await page.getByRole('link', { name: kit.open }).getAttribute('href');
	const context = await newDevice(browser, baseURL);
	const device = await context.newPage();
	await open(device, link ?? '');
	const panes = [paneOf(page, first), paneOf(page, second), paneOf(device, text.thisDevice)];
	await expect(panes[2]!.connection).toHaveText(shared.states.open);
	await panes[0]!.begin(100_000_000);
	for (const pane of panes) {
		await expect(pane.state).toHaveText(text.jobStates.done());
		await expect(pane.primes).toHaveText('5,761,455');
		// S8: clients do not reconnect to a stream that has ended
		await expect(pane.connection).toHaveText(shared.states.closed);
	}
	await context.close();
});

test('S8: EventSource receives the final state once and stops reconnecting @every-host', async ({
	page
}) => {
	await open(page);
	await paneOf(page, first).begin(1_000);
	await expect(paneOf(page, first).state).toHaveText(text.jobStates.done());
	const link = await page.getByRole('link', { name: kit.open }).getAttribute('href');
	const job = new URL(link ?? '').hash.replace('#job=', '');
	const messages = await page.evaluate((job) => {
		const source = new EventSource(`/api/examples/progress/events?job=${job}`);
		let messages = 0;
		source.onmessage = () => messages++;
		return new Promise<number>((resolve) => {
			source.onerror = () => source.readyState === EventSource.CLOSED && resolve(messages);
		});
	}, job);
	expect(messages).toBe(1);
});

test('a job continues while its page is closed, and the reopened page follows it again', async ({
	page
}) => {
	await open(page);
	await paneOf(page, first).begin(long);
	await expect.poll(() => doneOf(page, second)).toBeGreaterThan(0);
	const before = await doneOf(page, first);
	await page.goto('about:blank');
	await open(page);
	const pane = paneOf(page, first);
	await expect(pane.state).toHaveText(text.jobStates.running());
	await expect.poll(() => doneOf(page, first)).toBeGreaterThan(before);

	await pane.press(text.disconnect);
	await expect(pane.connection).toHaveText(shared.states.closed);
	const atDisconnect = await doneOf(page, first);
	await expect.poll(() => doneOf(page, second)).toBeGreaterThan(atDisconnect);
	await pane.press(text.connect);
	await expect.poll(() => doneOf(page, first)).toBeGreaterThan(atDisconnect);
	await pane.press(text.interrupt);
	await expect(pane.connection).toHaveText(shared.states.open);

	await paneOf(page, second).press(text.cancel);
	await expect(pane.state).toHaveText(text.jobStates.cancelled());
});

test('a second job waits in the queue, and jobs still run after a worker crashes', async ({
	page
}) => {
	await open(page);
	const [one, two] = [paneOf(page, first), paneOf(page, second)];
	await one.fail.check();
	await one.begin(long);
	await expect(two.state).toHaveText(text.jobStates.running());
	await two.begin(1_000_000, text.beginAnother);
	await expect(two.state).toHaveText(text.jobStates.queued(1));
	await one.press(text.cancel);
	await expect(two.primes).toHaveText('78,498');

	await one.begin(100_000_000);
	await expect(one.state).toHaveText(text.jobStates.failed());
	await two.begin(10);
	await expect(two.primes).toHaveText('4');
});

test('an invalid number is explained, and a failed request is reported', async ({ page }) => {
	await open(page);
	const pane = paneOf(page, first);
	await pane.upTo.fill('-1');
	await expect(page.getByText(text.invalidUpTo)).toBeVisible();
	await page.route('**/api/examples/progress', (route) => route.abort(), { times: 1 });
	await pane.begin(1_000);
	await expect(pane.problem).toHaveText(text.problems['unknown'] ?? '');
	await pane.begin(1_000);
	await expect(pane.primes).toHaveText('168');
});

test('starting, disconnecting, reconnecting and cancelling by keyboard keep the focus in place', async ({
	page
}) => {
	await open(page);
	const { button, connection, state, upTo } = paneOf(page, first);
	await upTo.fill(String(long));
	await button(text.begin).focus();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(text.jobStates.running());
	await expect(button(text.beginAnother)).toBeFocused();

	await button(text.disconnect).focus();
	await page.keyboard.press('Enter');
	await expect(connection).toHaveText(shared.states.closed);
	await expect(button(text.interrupt)).toHaveAttribute('aria-disabled', 'true');
	await expect(button(text.connect)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(connection).toHaveText(shared.states.open);
	await expect(button(text.disconnect)).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('Enter');
	await expect(connection).toHaveText(shared.states.open);
	await expect(button(text.interrupt)).toBeFocused();

	await button(text.cancel).focus();
	await page.keyboard.press('Enter');
	await expect(state).toHaveText(text.jobStates.cancelled());
	await expect(button(text.cancel)).toHaveAttribute('aria-disabled', 'true');
	await expect(button(text.cancel)).toBeFocused();
});
