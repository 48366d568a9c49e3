import type { Locator, Page } from 'playwright/test';
import { maxOpen, step } from '../../../src/lib/examples/dashboard/protocol.ts';
import { text } from '../../../src/lib/examples/dashboard/text.ts';
import { newDevice } from '../lib/device.ts';
import { expect, test } from '../lib/test.ts';

async function open(page: Page) {
	await page.goto('/examples/dashboard/');
	const demo = page.locator('#demo-dashboard');
	await demo.scrollIntoViewIfNeeded();
	await expect(demo.getByText(text.live)).toBeVisible();
	const value = (name: keyof typeof text.figures) =>
		demo.locator(`.figure:has(dt:text-is("${text.figures[name]}")) .value`);
	const press = (name: string) => demo.getByRole('button', { name }).click();
	return { demo, value, press };
}

/** The number in an element. */
const figure = async (value: Locator) =>
	Number.parseFloat((await value.innerText()).replaceAll(',', ''));

test('the figures show another reader’s connections', async ({ page, browser, baseURL }) => {
	const here = await open(page);
	const second = await newDevice(browser, baseURL);
	const there = await open(await second.newPage());
	// One stream for each page. Polled, because connections of the previous test may still be closing.
	const before = 2;
	await expect.poll(() => figure(there.value('connections'))).toBe(before);

	await here.press(text.more(step));
	await expect(here.demo.getByText(text.mine(step, 0))).toBeVisible();
	await expect.poll(() => figure(there.value('connections'))).toBe(before + step);
	await here.press(text.send);
	await expect(here.demo.getByText(text.mine(step, step))).toBeVisible();

	await here.press(text.stop);
	await expect.poll(() => figure(there.value('connections'))).toBe(before);
	await second.close();
});

test('a paused dashboard resumes; a lost server is reported, and the dashboard reconnects to it', async ({
	page,
	host
}) => {
	test.skip(host.name === 'dev', 'Vite reloads the page when its server restarts');
	const { demo, press } = await open(page);
	await press(text.pause);
	await expect(demo.getByText(new RegExp(text.paused('.+')))).toBeVisible();
	await press(text.resume);
	await expect(demo.getByText(text.live)).toBeVisible();
	await host.stop();
	await expect(demo.getByText(text.stale)).toBeVisible();
	await host.start();
	await expect(demo.getByText(text.live)).toBeVisible({ timeout: 30_000 });
});

test('the keyboard focus stays on a button that becomes disabled', async ({ page }) => {
	const { demo } = await open(page);
	const button = (name: string) => demo.getByRole('button', { name });
	await button(text.more(step)).focus();
	for (let mine = step; mine <= maxOpen; mine += step) {
		await page.keyboard.press('Enter');
		await expect(demo.getByText(text.mine(mine, 0))).toBeVisible();
	}
	await expect(button(text.more(step))).toHaveAttribute('aria-disabled', 'true');
	await expect(button(text.more(step))).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(demo.getByText(text.mine(0, 0))).toBeVisible();
	await expect(button(text.stop)).toBeFocused();
});
