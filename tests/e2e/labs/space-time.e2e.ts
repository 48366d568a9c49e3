import { text as diagram } from '../../../src/lib/inspector/space-time/text.ts';
import { text } from '../../../src/lib/labs/faults/text.ts';
import { expect, test } from '../lib/test.ts';
import { openLab } from './lab.ts';

test('after a cut the diagram crosses out a message that the simple client lost and the robust one received', async ({
	page
}) => {
	const lab = await openLab(page, 'faults', '?transport=websocket');
	const client = (kind: keyof typeof text.kinds) => lab.locator(`[data-client=${kind}]`);
	await lab.getByRole('button', { name: text.startManual }).click();
	const cut = lab.getByRole('button', { name: text.faults.cut, exact: true });
	await expect(cut).toHaveAttribute('aria-disabled', 'false');
	await cut.click();

	const crossed = client('naive').locator('g:has(.cross)');
	await expect(crossed).not.toHaveCount(0, { timeout: 20_000 });
	const seq = await crossed.first().locator('.label').textContent();
	const rowOf = (kind: keyof typeof text.kinds) =>
		client(kind)
			.getByRole('row')
			.filter({ has: page.getByRole('rowheader', { name: seq ?? '', exact: true }) });
	await expect(rowOf('naive')).toContainText(diagram.fates.lost);
	await expect(rowOf('robust')).toContainText(diagram.fates.delivered);
	await expect(client('robust').locator('.cross')).toHaveCount(0);

	await lab.getByRole('button', { name: text.stop }).click();
	for (const kind of ['naive', 'robust'] as const) {
		const labels = await client(kind).locator('svg .label').allTextContents();
		await expect(client(kind).getByRole('rowheader')).toHaveText(labels);
	}
});
