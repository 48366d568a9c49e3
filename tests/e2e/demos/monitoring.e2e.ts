import type { Page } from 'playwright/test';
import { text } from '../../../src/lib/demos/monitoring/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

async function openFigures(page: Page) {
	const demo = await openDemo(page, 'monitoring');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await expect(demo.getByText(text.legend)).toBeVisible();
	const chart = (name: keyof typeof text.figures) => demo.locator(`[data-figure="${name}"]`);
	return {
		demo,
		own: demo.locator('.head .own'),
		button: (name: string) => demo.getByRole('button', { name, exact: true }),
		/** The highest value of the reader's own part, from the chart's label. */
		ownMost: async (name: keyof typeof text.figures) => {
			const label = await chart(name).getByRole('img').getAttribute('aria-label');
			return Number.parseFloat(/あなたの最大([\d,.]+)/.exec(label ?? '')?.[1] ?? '');
		}
	};
}

test('messages that the reader sends are counted as the reader’s in the figures of the server', async ({
	page
}) => {
	const { own, button, ownMost } = await openFigures(page);
	await expect(own).toHaveText(text.own(2, 0, 0));
	expect(await ownMost('received')).toBe(0);
	await button(text.send(10)).click();
	await expect(own).toHaveText(text.own(2, 10, 0));
	await expect.poll(() => ownMost('received')).toBeGreaterThan(0);
});

test('with the keyboard alone a reader exceeds the limit, sees the rejections, and can send again', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const { own, button, ownMost } = await openFigures(page);
	await button(text.send(10)).focus();
	await page.keyboard.press('Tab');
	await expect(button(text.exceed(40))).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(own).toHaveText(text.own(2, 30, 10));
	await expect.poll(() => ownMost('refused')).toBeGreaterThan(0);

	await expect(async () => {
		await button(text.send(10)).press('Enter');
		await expect(own).toHaveText(/受理4\d通/, { timeout: 2_000 });
	}).toPass();
});

test('connections that the reader adds are counted, and are closed out of view', async ({
	page
}) => {
	const { demo, own, button, ownMost } = await openFigures(page);
	await button(text.open(5)).click();
	await expect(own).toHaveText(text.own(7, 0, 0));
	await expect.poll(() => ownMost('connections')).toBe(7);
	await button(text.open(5)).click();
	await expect(own).toHaveText(text.own(12, 0, 0));
	await expect(button(text.open(5))).toHaveAttribute('aria-disabled', 'true');
	await button(text.close).click();
	await expect(own).toHaveText(text.own(2, 0, 0));

	await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.closed);
	await expect(own).toHaveText(text.own(0, 0, 0));
	await demo.scrollIntoViewIfNeeded();
	await expect(own).toHaveText(text.own(2, 0, 0));
});
