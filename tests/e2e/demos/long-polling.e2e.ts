import { text } from '../../../src/lib/demos/long-polling/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { numberIn, openDemo } from './demo.ts';

test('a request waits until a message answers it, and the next request resumes after that message', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await expect(demo.getByText(text.waiting)).toBeVisible();
	await demo.getByRole('button', { name: text.one }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('1');
	await expect(demo.getByRole('row').nth(1)).toContainText(text.count(1));
	await expect(demo.getByRole('row').nth(1)).toContainText(/\d+バイト/);
	await expect(demo.getByText(text.waiting)).toBeVisible();
});

test('messages written while the connection is cut arrive afterwards without loss', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await demo.getByRole('button', { name: text.one }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('1');
	await demo.getByRole('button', { name: text.interrupt }).click();
	await expect(demo.getByText(text.cut)).toBeVisible();
	await demo.getByRole('button', { name: text.burst(5) }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('6');
	await expect(numberIn(demo, text.lost)).toHaveText('0');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.closed);
});

test('while stopped, messages are shown as waiting and the button that cuts the connection is disabled', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	const cut = demo.getByRole('button', { name: text.interrupt });
	await expect(cut).toHaveAttribute('aria-disabled', 'false');
	await demo.getByRole('button', { name: text.disconnect }).click();
	await expect(cut).toHaveAttribute('aria-disabled', 'true');
	await demo.getByRole('button', { name: text.burst(5) }).click();
	await expect(demo.getByText(text.unsent(5))).toBeVisible();
	await demo.getByRole('button', { name: text.connect }).click();
	await expect(numberIn(demo, text.messages)).toHaveText('5');
	await expect(demo.locator('.unsent')).toHaveCount(0);
});
