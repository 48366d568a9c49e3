import { text } from '../../../src/lib/demos/long-polling/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

const number = (name: string) => `.numbers div:has(dt:text-is("${name}")) dd`;

test('a request waits, is answered by a message, and the next one waits from there', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await expect(demo.getByText(text.waiting)).toBeVisible();
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.locator(number(text.messages))).toHaveText('1');
	await expect(demo.getByRole('row').nth(1)).toContainText(text.count(1));
	await expect(demo.getByRole('row').nth(1)).toContainText(/\d+バイト/);
	await expect(demo.getByText(text.waiting)).toBeVisible();
});

test('what was written while the line was cut is there afterwards, nothing lost @every-host', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await demo.getByRole('button', { name: text.one }).click();
	await expect(demo.locator(number(text.messages))).toHaveText('1');
	await demo.getByRole('button', { name: text.cut }).click();
	await demo.getByRole('button', { name: text.burst(5) }).click();
	await expect(demo.locator(number(text.messages))).toHaveText('6');
	await expect(demo.locator(number(text.lost))).toHaveText('0');
	await demo.getByRole('button', { name: text.stop }).click();
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.closed);
});

test('what is written while it is stopped is said to wait, and there is no line to cut', async ({
	page
}) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	const cut = demo.getByRole('button', { name: text.cut });
	await expect(cut).toHaveAttribute('aria-disabled', 'false');
	await demo.getByRole('button', { name: text.stop }).click();
	await expect(cut).toHaveAttribute('aria-disabled', 'true');
	await demo.getByRole('button', { name: text.burst(5) }).click();
	await expect(demo.getByText(text.unsent(5))).toBeVisible();
	await demo.getByRole('button', { name: text.start }).click();
	await expect(demo.locator(number(text.messages))).toHaveText('5');
	await expect(demo.locator('.unsent')).toHaveCount(0);
});
