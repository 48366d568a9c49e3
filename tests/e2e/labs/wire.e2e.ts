import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { fieldTexts } from '../../../src/lib/inspector/field-text.ts';
import { text } from '../../../src/lib/inspector/text.ts';
import { text as labText } from '../../../src/lib/labs/wire/text.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';
import { openLab } from './lab.ts';

/** The type of the block with which every pcapng file starts. */
const sectionHeaderBlock = 0x0a0d0d0a;

/** The visible parts of the inspector. */
function inspectorOf(lab: Locator) {
	const list = lab.getByRole('list', { name: text.timeline });
	const tree = lab.getByRole('tree', { name: text.layers });
	return {
		rows: list.getByRole('button'),
		selected: list.locator('[aria-current]'),
		bytes: lab.getByRole('application', { name: text.byteGrid }),
		tree,
		field: tree.locator('[aria-selected="true"]'),
		explanation: lab.locator('.explanation'),
		save: (label: string) => lab.getByRole('button', { name: label })
	};
}

test('a recorded trace is shown before anything is pressed, each byte with its field @every-host', async ({
	page
}) => {
	const lab = await openLab(page, 'wire');
	const { rows, selected, bytes, explanation } = inspectorOf(lab);
	await expect(selected).toContainText('GET /ws?room=');
	await rows.filter({ hasText: 'こんにちは' }).first().click();
	// The first byte of a text frame: FIN and the opcode 1.
	await expect(bytes.locator('.hex [data-byte]').first()).toHaveText('81');
	await bytes.locator('.hex [data-byte]').first().click();
	await expect(explanation).toContainText(fieldTexts['websocket.first-byte'].explanation);
	const link = explanation.getByRole('link', { name: text.standard });
	await expect(link).toHaveAttribute('href', /rfc6455\.html#section-5\.2$/);
});

test('the keyboard moves between records, fields and bytes', async ({ page }) => {
	const lab = await openLab(page, 'wire');
	const { rows, selected, bytes, field, explanation } = inspectorOf(lab);
	await selected.focus();
	await page.keyboard.press('End');
	await expect(lab.getByText(/^推定した時刻です。/)).toBeVisible();
	await expect(rows.last()).toHaveAttribute('aria-current', 'true');
	await expect(rows.last()).toBeFocused();
	await page.keyboard.press('Home');
	await expect(rows.first()).toHaveAttribute('aria-current', 'true');
	while (!(await selected.textContent())?.includes('GET /ws?room=')) {
		await page.keyboard.press('ArrowDown');
		await expect(selected).toBeFocused();
	}

	await field.focus();
	await page.keyboard.press('ArrowRight');
	await expect(field).toContainText(fieldTexts['http.request-line'].name);
	await page.keyboard.press('ArrowRight');
	await expect(field).toContainText('GET');
	await expect(field).toBeFocused();
	await expect(explanation).toContainText(fieldTexts['http.method'].explanation);

	await bytes.focus();
	// Past the method and the space, to the target.
	for (let at = 0; at < 'GET '.length; at++) await page.keyboard.press('ArrowRight');
	await expect(explanation).toContainText(fieldTexts['http.target'].explanation);
});

test('the URL contains the selected byte and restores it', async ({ page, context }) => {
	const lab = await openLab(page, 'wire');
	await lab.getByRole('button', { name: labText.names.sse, exact: true }).click();
	const { rows, tree, explanation } = inspectorOf(lab);
	await rows.filter({ hasText: 'event: message' }).first().click();
	await tree.getByRole('treeitem', { name: fieldTexts['http.chunk-size'].name }).click();
	await expect(page).toHaveURL(/#trace=sse&record=\d+&byte=\d+$/);

	const other = await context.newPage();
	const otherLab = await openLab(other, 'wire', new URL(page.url()).hash);
	await expect(inspectorOf(otherLab).selected).toContainText('event: message');
	const shown = (await explanation.textContent()) ?? '';
	await expect(inspectorOf(otherLab).explanation).toHaveText(shown);
	await expect(inspectorOf(otherLab).explanation).toContainText(
		fieldTexts['http.chunk-size'].explanation
	);
});

test('filters show the records of one protocol and one direction', async ({ page }) => {
	const lab = await openLab(page, 'wire');
	const { rows } = inspectorOf(lab);
	await expect(rows).not.toHaveCount(0);
	const all = await rows.count();
	await lab.getByLabel(text.protocol).selectOption('websocket');
	await expect(rows.filter({ hasText: 'HTTP/1.1' })).toHaveCount(0);
	expect(await rows.count()).toBeLessThan(all);
	await lab.getByLabel(text.direction).selectOption('in');
	await expect(rows.filter({ hasText: text.directions.out })).toHaveCount(0);
	await expect(rows).not.toHaveCount(0);
});

async function download(page: Page, press: () => Promise<void>): Promise<Buffer> {
	const started = page.waitForEvent('download');
	await press();
	return readFileSync(await (await started).path());
}

test('the trace is saved for Wireshark and as JSON', async ({ page }) => {
	const { save } = inspectorOf(await openLab(page, 'wire'));
	const capture = await download(page, () => save(text.exportPcapng).click());
	expect(capture.readUInt32LE(0)).toBe(sectionHeaderBlock);
	expect(capture.includes('101 Switching Protocols')).toBe(true);
	const json = await download(page, () => save(text.exportJson).click());
	expect(JSON.parse(json.toString())).toMatchObject({
		records: expect.any(Array),
		browser: { steps: expect.arrayContaining([expect.objectContaining({ action: 'send' })]) }
	});
});

test('the printed page has the bytes and fields of every record', async ({ page }) => {
	const lab = await openLab(page, 'wire');
	const { rows } = inspectorOf(lab);
	await expect(rows).not.toHaveCount(0);
	const units = await rows.and(page.locator('.unit')).count();
	await page.emulateMedia({ media: 'print' });
	await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	const paper = lab.locator('.paper');
	await expect(paper).toBeVisible();
	await expect(paper).toContainText('47 45 54 20 2f 77 73'); // GET /ws
	await expect(paper).toContainText(`${fieldTexts['websocket.masking-key'].name} [`);
	await expect(paper).toContainText('new WebSocket');
	await expect(paper.locator('section')).toHaveCount(units);
	await expect(rows.first()).toBeHidden();
});

test('every recorded trace is accessible in both color schemes', async ({ page }) => {
	const lab = await openLab(page, 'wire');
	for (const name of Object.values(labText.names)) {
		await lab.getByRole('button', { name, exact: true }).click();
		await inspectorOf(lab).rows.filter({ hasText: 'こんにちは' }).first().click();
		expect(await violationsInBothColorSchemes(page, '#demo-wire')).toEqual([]);
	}
});

test('the comparison shows what a message costs on each transport, and links to its bytes', async ({
	page
}) => {
	const lab = await openLab(page, 'wire');
	const table = lab.getByRole('table', { name: labText.comparison });
	await expect(table.getByRole('row')).toHaveCount(Object.keys(labText.names).length + 1);
	await table
		.getByRole('row', { name: labText.names['long-polling'] })
		.getByRole('link')
		.first()
		.click();
	await expect(inspectorOf(lab).explanation).toBeVisible();
	await expect(page).toHaveURL(/#trace=long-polling/);
	await expect(inspectorOf(lab).selected).toContainText('"messages"');
});
