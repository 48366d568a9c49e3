import { predictLost } from '../../../src/lib/labs/faults/oracle.ts';
import { summarize } from '../../../src/lib/labs/faults/summary.ts';
import { text } from '../../../src/lib/labs/faults/text.ts';
import { expect, test } from '../lib/test.ts';
import { savedRun, lostOf, pane, runMs } from './faults-lab.ts';
import { openLab } from './lab.ts';

// A host that finds no redis-server. The test runner may have set REDIS_SERVER_PATH, so it is cleared here.
test.use({ hostEnv: { PATH: '/nonexistent', REDIS_SERVER_PATH: '' } });

test(
	'without redis-server the page says why Redis cannot be stopped, and after a restart the simple client loses what the oracle predicts',
	{ tag: '@waits' },
	async ({ page }) => {
		test.setTimeout(2 * runMs);
		const lab = await openLab(page, 'faults', '?seed=3&transport=websocket&server=own');
		await expect(lab.getByText(text.offers.memory)).toBeVisible();
		await expect(lab.getByRole('button', { name: text.faults.restart })).toBeVisible();
		await expect(lab.getByRole('button', { name: text.faults.redis })).toHaveCount(0);
		await lab.getByRole('button', { name: text.startScript }).click();
		await expect(lab.getByText(text.phases.finished)).toBeVisible({ timeout: runMs });
		await expect(pane(lab, 'robust').locator('[data-verdict=whole]')).toBeVisible();

		const { naive, robust } = await savedRun(page, lab);
		const simple = summarize(naive);
		expect(simple.cells.filter(({ state }) => state === 'lost').map(({ seq }) => seq)).toEqual(
			predictLost(naive)
		);
		expect(summarize(robust)).toMatchObject({ lost: 0, repeated: 0, outOfOrder: 0 });
		expect(robust.filter(({ type }) => type === 'reset')).toHaveLength(1);
	}
);

test(
	'without redis-server the robust client knows which messages it lost to a restart while offline',
	{ tag: '@waits' },
	async ({ page }) => {
		test.setTimeout(runMs);
		const lab = await openLab(page, 'faults', '?transport=sse&server=own');
		await expect(lab.getByText(text.offers.memory)).toBeVisible();
		await lab.getByRole('button', { name: text.startManual }).click();
		const offline = lab.getByRole('button', { name: text.faults.offline });
		await expect(offline).toHaveAttribute('aria-disabled', 'false', { timeout: 30_000 });
		await offline.click();
		await expect(offline).toHaveAttribute('aria-pressed', 'true');
		const waiting = pane(lab, 'robust').locator('.grid .waiting');
		await expect.poll(() => waiting.count()).toBeGreaterThan(2);
		await lab.getByRole('button', { name: text.faults.restart }).click();
		const rows = lab.getByRole('table', { name: text.outcomes }).getByRole('row');
		await expect(rows.filter({ hasText: text.faults.restart })).toBeVisible();
		await offline.click();
		for (const kind of ['naive', 'robust'] as const) {
			await expect(lostOf(lab, kind)).not.toHaveText('0');
		}
		await lab.getByRole('button', { name: text.stop }).click();

		const { naive, robust } = await savedRun(page, lab);
		const { lost, knownLost } = summarize(robust);
		expect(lost).toBeGreaterThan(2);
		expect(knownLost).toBe(lost);
		expect(summarize(naive)).toMatchObject({ knownLost: 0 });
	}
);
