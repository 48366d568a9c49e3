import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { words } from '../../../src/lib/ui/checklist-words.ts';
import { violations } from '../lib/accessibility.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

const text = words('ja');

/** The page of all items, with their code and tests; the guide has a short list. */
const complete = '/sveltekit/deployment/checklist/';

async function open(page: Page, path = `${guide}#checklist`) {
	await page.goto(path);
	const boxes = page.locator('.ticks input[type=checkbox]');
	const press = (name: string) => page.getByRole('button', { name }).click();
	await expect(boxes.first()).toBeEnabled();
	return { boxes, press, count: await boxes.count() };
}

test('ticks are kept in the browser, are counted, and can be restored after a reset', async ({
	page
}) => {
	const { boxes, press, count } = await open(page);
	await boxes.nth(2).check();
	await boxes.nth(4).check();
	await expect(page.getByText(text.progress(2, count))).toBeVisible();
	await page.reload();
	await expect(boxes.nth(2)).toBeChecked();
	await expect(page.getByText(text.progress(2, count))).toBeVisible();

	await press(text.reset);
	await expect(page.getByText(text.progress(0, count))).toBeVisible();
	await expect(boxes.nth(2)).not.toBeChecked();
	await press(text.undo);
	await expect(boxes.nth(2)).toBeChecked();
	await press(text.reset);
	await page.reload();
	await expect(page.getByText(text.progress(0, count))).toBeVisible();
	expect(await violations(page, 'main section:has(.ticks)')).toEqual([]);
});

test('the guide’s list is short, and its ticks are separate from those of the complete list', async ({
	page
}) => {
	const short = await open(page);
	expect(short.count).toBeLessThanOrEqual(15);
	await short.boxes.first().check();
	await expect(page.getByText(text.progress(1, short.count))).toBeVisible();
	const long = await open(page, complete);
	expect(long.count).toBeGreaterThan(30);
	await expect(page.getByText(text.progress(0, long.count))).toBeVisible();
	await long.boxes.nth(2).check();
	await open(page);
	await expect(page.getByText(text.progress(1, short.count))).toBeVisible();
});

test('the button that resets and restores ticks keeps the focus', async ({ page }) => {
	const { boxes } = await open(page);
	await boxes.first().check();
	await page.getByRole('button', { name: text.reset }).focus();
	await page.keyboard.press('Enter');
	const undo = page.getByRole('button', { name: text.undo });
	await expect(undo).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(boxes.first()).toBeChecked();
	await expect(page.getByRole('button', { name: text.reset })).toBeFocused();
});

test('two tabs show and keep each other’s ticks', async ({ page, context }) => {
	const here = await open(page);
	const there = await open(await context.newPage());
	await there.boxes.nth(1).check();
	await expect(here.boxes.nth(1)).toBeChecked();
	await expect(page.getByText(text.progress(1, here.count))).toBeVisible();
	await here.boxes.nth(3).check();
	await page.reload();
	await expect(here.boxes.nth(1)).toBeChecked();
	await expect(here.boxes.nth(3)).toBeChecked();
});

test('the checklist can be exported as Markdown with links back to this site', async ({
	page,
	context,
	baseURL
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const { boxes, press, count } = await open(page, complete);
	await boxes.nth(1).check();
	await press(text.copy);
	await expect(page.getByText(text.copied)).toBeVisible();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	const lines = copied.trimEnd().split('\n');
	expect(lines).toHaveLength(count);
	expect(lines.map((line) => line.slice(0, 6))).toEqual(
		lines.map((_, i) => (i === 1 ? '- [x] ' : '- [ ] '))
	);
	expect(lines[1]).toContain('`src/routes/api/events/+server.ts`');
	expect(lines[1]).toContain(`(${baseURL ?? ''}${guide}#sse-server)`);

	const download = page.waitForEvent('download');
	await press(text.save);
	const file = await download;
	expect(file.suggestedFilename()).toBe('go-live.md');
	expect(readFileSync(await file.path(), 'utf8')).toBe(copied);
});

test('the checklist’s tools have reserved space at every width, so that nothing moves when they appear', async ({
	page
}) => {
	await open(page);
	const space = page.locator('.tick-space');
	const heights = async () => {
		const all: number[] = [];
		for (const width of [360, 768, 1440]) {
			await page.setViewportSize({ width, height: 800 });
			all.push(await space.evaluate((element) => element.getBoundingClientRect().height));
		}
		return all;
	};
	await expect(page.getByRole('group', { name: text.label })).toBeVisible();
	const filled = await heights();
	await space.evaluate((element) => element.replaceChildren());
	const moved = (await heights()).map((height, i) => Math.abs(height - (filled[i] ?? 0)));
	expect(Math.max(...moved)).toBeLessThanOrEqual(1);
});
