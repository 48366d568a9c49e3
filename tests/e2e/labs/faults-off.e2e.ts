import { text } from '../../../src/lib/labs/faults/text.ts';
import { expect, test } from '../lib/test.ts';
import { openLab } from './lab.ts';

// A site whose operator has turned throw-away servers off.
test.use({ hostEnv: { FAULT_INSTANCES: '0' } });

test('without throw-away servers the page says so, asks for none, and still runs on the server of the site', async ({
	page
}) => {
	const created: string[] = [];
	page.on('request', (request) => {
		const { pathname } = new URL(request.url());
		if (pathname.startsWith('/api/instances') && request.method() !== 'GET') created.push(pathname);
	});
	const lab = await openLab(page, 'faults', '?seed=3&transport=websocket&server=own');
	await expect(lab.getByText(text.offers.off)).toBeVisible();
	for (const fault of ['restart', 'redis'] as const) {
		await expect(lab.getByRole('button', { name: text.faults[fault] })).toHaveCount(0);
	}
	const starts = [text.startScript, text.startManual].map((name) =>
		lab.getByRole('button', { name })
	);
	for (const start of starts) {
		await expect(start).toHaveAttribute('aria-disabled', 'true');
		await start.press('Enter');
	}

	await lab.getByRole('radio', { name: text.servers.site }).check();
	await expect(lab.getByText(text.offers.off)).toBeHidden();
	for (const start of starts) await expect(start).toHaveAttribute('aria-disabled', 'false');
	await starts[1]?.press('Enter');
	await expect(lab.getByText(text.phases.running)).toBeVisible();
	await lab.getByRole('button', { name: text.stop }).click();
	await expect(lab.getByText(text.phases.stopped)).toBeVisible();
	expect(created).toEqual([]);
});
