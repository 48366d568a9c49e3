import type { Locator } from 'playwright/test';
import { violations } from '../lib/accessibility.ts';
import { text } from '../../../src/lib/demos/chooser/text.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo, reopenDemo } from './demo.ts';

async function answer(demo: Locator, ...labels: string[]): Promise<void> {
	for (const name of labels) await demo.getByRole('button', { name, exact: true }).click();
}

const result = (demo: Locator) => demo.getByRole('status');

test('answers lead to a result, highlight its path in the diagram and explain why the others were ruled out', async ({
	page
}) => {
	const demo = await openDemo(page, 'chooser');
	await expect(demo).toContainText('ブラウザーからも頻繁に送る？');
	const lit = page.locator('.diagram .lit');
	await expect(lit).toHaveCount(0);

	await answer(demo, 'いいえ', 'いいえ');
	await expect(result(demo)).toHaveText('おすすめはSSEです');
	const nodes = await page
		.locator('.diagram svg:visible .d-node.lit')
		.evaluateAll((all) => all.map((node) => (node as HTMLElement).dataset['node']));
	expect(nodes).toEqual(['q1_both_directions', 'q2_newest_only', 'r_sse']);
	await expect(page.locator('.diagram svg:visible .d-edge.lit')).toHaveCount(2);
	for (const other of ['WebSocket', 'Socket.IO', 'query.live']) {
		await expect(demo.locator('dt', { hasText: other }).first()).toBeVisible();
	}
});

test('the platforms listed for the result are those that the table marks as suitable', async ({
	page
}) => {
	const demo = await openDemo(page, 'chooser');
	const rows = page.locator('#table-platforms tbody tr');
	const platforms = demo.locator('details').last();

	await answer(demo, 'いいえ', 'はい');
	await platforms.locator('summary').click();
	await expect(platforms.locator('dt')).toHaveCount(await rows.count());

	await answer(demo, text.again, 'はい', 'はい', 'はい');
	await platforms.locator('summary').click();
	// The third column is Socket.IO's: only a cell with × excludes its row.
	const cells = await rows.locator(':scope > :nth-child(3)').allInnerTexts();
	const suitable = cells.filter((cell) => cell !== '×');
	expect(suitable.length).toBeGreaterThan(0);
	expect(suitable.length).toBeLessThan(cells.length);
	await expect(platforms.locator('dt')).toHaveCount(suitable.length);
});

test('the URL restores the answers, and a single answer can be changed', async ({ page }) => {
	const demo = await openDemo(page, 'chooser');
	await answer(demo, 'はい', 'はい', 'いいえ');
	expect(new URL(page.url()).searchParams.get('choose')).toBe('r_socket_io');

	const again = await reopenDemo(page, 'chooser', '?choose=r_socket_io');
	await expect(result(again)).toHaveText('おすすめはSocket.IOです');
	await again
		.getByRole('button', { name: text.change('ルーム・確認応答・フォールバックが必要？') })
		.click();
	await expect(again).toContainText('ルーム・確認応答・フォールバックが必要？');
	await answer(again, 'いいえ');
	await expect(result(again)).toHaveText('おすすめはWebSocketです');
});

test('a URL with an unknown answer starts at the first question', async ({ page }) => {
	for (const wrong of ['start', 'r_none', '__proto__']) {
		const demo = await reopenDemo(page, 'chooser', `?choose=${wrong}`);
		await expect(demo).toContainText('質問1');
	}
});

test('the chooser can be completed with the keyboard alone', async ({ page }) => {
	const demo = await openDemo(page, 'chooser');
	await demo.getByRole('button', { name: 'はい', exact: true }).focus();
	for (const step of ['Enter', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(step);
	await expect(result(demo)).toHaveText('おすすめはWebSocketです');
	await expect(result(demo)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
	test(`axe-core reports no violations in ${colorScheme} colors when a result is shown`, async ({
		page
	}) => {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const demo = await openDemo(page, 'chooser');
		await answer(demo, 'はい', 'はい', 'はい');
		await demo.locator('details').last().locator('summary').click();
		expect(await violations(page, '#demo-chooser')).toEqual([]);
	});
}

test('without JavaScript the flowchart and the explanation of its questions are shown', async ({
	browser,
	baseURL
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`${baseURL ?? ''}${guide}`);
	await expect(page.locator('.diagram svg:visible [data-node="r_sse"]')).toBeVisible();
	await page.locator('summary', { hasText: '4つの質問の意図' }).click();
	await expect(page.getByText('1つ目の質問では「頻繁に」が重要です。')).toBeVisible();
	await context.close();
});
