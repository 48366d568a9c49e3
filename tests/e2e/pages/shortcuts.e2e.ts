import { words } from '../../../src/lib/ui/shortcuts/words.ts';
import { ja } from '../../../src/lib/ui/ja.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { expect, test } from '../lib/test.ts';

const text = words('ja');

test.beforeEach(({ page }) => open(page, '/'));

test('? lists the shortcuts, and Escape returns to where the reader was', async ({ page }) => {
	const link = page.getByRole('banner').getByRole('link').first();
	await link.focus();
	await page.keyboard.press('?');
	const list = page.getByRole('dialog', { name: text.title });
	await expect(list).toBeVisible();
	for (const { does } of text.groups.flatMap(({ shortcuts }) => shortcuts)) {
		await expect(list.getByText(does, { exact: true })).toBeVisible();
	}
	await page.emulateMedia({ reducedMotion: 'reduce' });
	expect(await violationsInBothColorSchemes(page, '.shortcuts')).toEqual([]);
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toHaveCount(1);
	await page.keyboard.press('Escape');
	await expect(list).toHaveCount(0);
	await expect(link).toBeFocused();
});

test('a button at the end of the page lists the shortcuts too', async ({ page }) => {
	await page.getByRole('contentinfo').getByRole('button', { name: ja.shortcuts }).click();
	const list = page.getByRole('dialog', { name: text.title });
	await expect(list).toBeVisible();
	await list.getByRole('button', { name: text.close }).click();
	await expect(list).toHaveCount(0);
});

test('a ? typed into a field is text', async ({ page }) => {
	await page.keyboard.press('/');
	const field = page.getByRole('textbox', { name: ja.search.label });
	await field.press('?');
	await expect(field).toHaveValue('?');
	await expect(page.getByRole('dialog', { name: text.title })).toHaveCount(0);
});

test('shortcuts of one character can be turned off, for all pages and visits', async ({ page }) => {
	await page.keyboard.press('?');
	await page.getByRole('checkbox', { name: text.characters }).uncheck();
	await page.keyboard.press('Escape');
	await open(page, '/glossary/');
	await page.keyboard.press('/');
	await page.keyboard.press('?');
	// A shortcut that still works shows that the earlier keys opened nothing.
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('dialog', { name: ja.search.label })).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(1);
	await expect(page.getByRole('textbox', { name: ja.search.label })).toHaveValue('');
});
