import { summarize } from '../../../src/lib/labs/faults/summary.ts';
import type { LabTransport } from '../../../src/lib/labs/faults/naive.ts';
import { predictLost } from '../../../src/lib/labs/faults/oracle.ts';
import { faultsOf, planFaults } from '../../../src/lib/labs/faults/script.ts';
import { text } from '../../../src/lib/labs/faults/text.ts';
import { redisServer } from '../../../scripts/lib/servers.ts';
import { redisTool } from '../../support/redis.ts';
import { expect, test } from '../lib/test.ts';
import { savedRun, lostOf, pane, runMs } from './faults-lab.ts';
import { openLab } from './lab.ts';

const transports = Object.keys(text.transports) as LabTransport[];

for (const transport of transports) {
	test(
		`${transport}: the simple client loses exactly what the oracle predicts, and the robust one nothing`,
		{ tag: '@waits' },
		async ({ page }) => {
			test.setTimeout(2 * runMs);
			const lab = await openLab(page, 'faults', `?seed=3&transport=${transport}`);
			await lab.getByRole('button', { name: text.startScript }).click();
			await expect(pane(lab, 'robust').locator('[data-verdict=whole]')).toBeVisible({
				timeout: runMs
			});

			// What is saved is the run that is shown, even if the seed in the field has changed since.
			await lab.getByLabel(text.seed, { exact: true }).fill('4');
			const { seed, naive, robust } = await savedRun(page, lab);
			expect(seed).toBe(3);
			const simple = summarize(naive);
			const missing = simple.cells.filter(({ state }) => state === 'lost').map(({ seq }) => seq);
			expect(missing.length).toBeGreaterThan(0);
			expect(missing).toEqual(predictLost(naive));
			expect(simple.verdict).toBe('silent');
			expect(simple.repeated > 0).toBe(faultsOf(transport).includes('duplicate'));
			expect(summarize(robust)).toMatchObject({ lost: 0, repeated: 0, outOfOrder: 0 });

			await expect(pane(lab, 'naive')).toContainText(text.verdict.silent(missing.length));
			await expect(pane(lab, 'robust')).toContainText(text.verdict.whole(simple.sent));
			await expect(lab.getByText(text.oracle(missing))).toBeVisible();
		}
	);
}

test(
	'on a throw-away server the simple client loses what the oracle predicts, and a restart and a stopped Redis cost the robust one nothing',
	{ tag: '@waits' },
	async ({ page }) => {
		test.skip(redisTool === null, redisServer.hint);
		test.setTimeout(3 * runMs);
		const lab = await openLab(page, 'faults', '?seed=3&transport=websocket&server=own');
		await expect(lab.getByText(text.offers.redis)).toBeVisible();
		await lab.getByRole('button', { name: text.startScript }).click();
		await expect(lab.getByText(text.storeDown)).toBeVisible({ timeout: runMs });
		await expect(pane(lab, 'robust').locator('[data-verdict=whole]')).toBeVisible({
			timeout: runMs
		});

		const { naive, robust } = await savedRun(page, lab);
		const simple = summarize(naive);
		expect(simple.cells.filter(({ state }) => state === 'lost').map(({ seq }) => seq)).toEqual(
			predictLost(naive)
		);
		expect(summarize(robust)).toMatchObject({ lost: 0, repeated: 0, outOfOrder: 0 });
		for (const events of [naive, robust]) {
			const over = events.flatMap((event) => (event.type === 'fault-over' ? event.fault : []));
			expect(over).toEqual(expect.arrayContaining(['restart', 'redis']));
			expect(events.some(({ type }) => type === 'reset')).toBe(false);
		}
	}
);

test('a reader waits in the queue for a throw-away server, and may leave it', async ({ page }) => {
	const created = await page.request.post('/api/instances');
	const { id } = (await created.json()) as { id: string };
	const lab = await openLab(page, 'faults', '?transport=sse&server=own');
	await lab.getByRole('button', { name: text.startScript }).click();
	await expect(lab.getByText(text.queued(1))).toBeVisible();
	await lab.getByRole('button', { name: text.stop }).click();
	await expect(lab.getByText(text.phases.cancelled)).toBeVisible();
	await page.request.delete(`/api/instances/${id}`);
});

test('if the site cannot be asked for a throw-away server, the page says so, and asks again when the reader chooses it again', async ({
	page
}) => {
	await page.route('**/api/instances', (route) => route.abort());
	const lab = await openLab(page, 'faults', '?transport=sse&server=own');
	await expect(lab.getByText(text.offers.unreachable)).toBeVisible();
	const start = lab.getByRole('button', { name: text.startScript });
	await expect(start).toHaveAttribute('aria-disabled', 'true');
	await page.unroute('**/api/instances');
	await lab.getByRole('radio', { name: text.servers.site }).check();
	await expect(start).toHaveAttribute('aria-disabled', 'false');
	await lab.getByRole('radio', { name: text.servers.own }).check();
	await expect(lab.getByRole('button', { name: text.faults.restart })).toBeVisible();
	await expect(start).toHaveAttribute('aria-disabled', 'false');

	// SvelteKit sends the values of query.live, and a throw-away server does not run SvelteKit.
	await lab.getByRole('radio', { name: text.transports['query-live'] }).check();
	await expect(lab.getByText(text.offers.siteOnly)).toBeVisible();
	await expect(lab.getByRole('radio', { name: text.servers.own })).toBeDisabled();
	await expect(lab.getByRole('button', { name: text.faults.restart })).toHaveCount(0);
});

test('before a run the page shows a recorded run of each transport with its date', async ({
	page
}) => {
	const lab = await openLab(page, 'faults');
	for (const name of Object.values(text.transports)) {
		await lab.getByRole('radio', { name, exact: true }).check();
		const status = lab.getByRole('status').filter({ hasText: /20\d\d-\d\d-\d\d/ });
		await expect(status).toBeVisible();
		await expect(pane(lab, 'naive').locator('[data-verdict=silent]')).toBeVisible();
		await expect(pane(lab, 'robust').locator('[data-verdict=whole]')).toBeVisible();
	}
});

test('on a phone no heading of the outcomes has a line break within a katakana word', async ({
	page
}) => {
	await page.setViewportSize({ width: 360, height: 800 });
	const lab = await openLab(page, 'faults');
	const headings = lab.getByRole('table', { name: text.outcomes }).locator('th');
	for (const name of Object.values(text.transports)) {
		await lab.getByRole('radio', { name, exact: true }).check();
		await expect(headings.filter({ hasText: text.faults.offline })).toBeVisible();
		expect(await headings.evaluateAll(dividedWords)).toEqual([]);
	}
});

/** The katakana words that are broken across lines. */
function dividedWords(elements: Element[]): string[] {
	const texts = elements.flatMap((element) => [...element.childNodes]);
	return texts.flatMap((node) =>
		[...(node.textContent ?? '').matchAll(/[ァ-ー]+/g)]
			.filter(({ 0: word, index }) => {
				const range = document.createRange();
				range.setStart(node, index);
				range.setEnd(node, index + word.length);
				return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
			})
			.map(([word]) => word)
	);
}

test(
	'with the keyboard alone, a cut in a manual run loses messages of the simple client only',
	{ tag: '@waits' },
	async ({ page }) => {
		test.setTimeout(runMs);
		const lab = await openLab(page, 'faults', '?seed=5&transport=websocket');
		await lab.getByRole('button', { name: text.startManual }).press('Enter');
		const cut = lab.getByRole('button', { name: text.faults.cut, exact: true });
		await expect(cut).toHaveAttribute('aria-disabled', 'false');
		await cut.press('Enter');
		await expect(lostOf(lab, 'naive')).not.toHaveText('0', { timeout: 20_000 });
		await expect(lostOf(lab, 'robust')).toHaveText('0');

		const offline = lab.getByRole('button', { name: text.faults.offline });
		await offline.press('Enter');
		await expect(offline).toHaveAttribute('aria-pressed', 'true');
		await offline.press('Enter');
		await expect(offline).toHaveAttribute('aria-pressed', 'false');
		await lab.getByRole('button', { name: text.stop }).press('Enter');
		await expect(lab.getByText(text.phases.stopped)).toBeVisible();
		await expect(pane(lab, 'robust').locator('[data-verdict=unknown]')).toBeVisible();
	}
);

test('the seed is in the URL and reproduces the same faults', async ({ page }) => {
	const lab = await openLab(page, 'faults');
	const seed = lab.getByLabel(text.seed, { exact: true });
	await seed.fill('x');
	await expect(lab.getByText(text.badSeed)).toBeVisible();
	const start = lab.getByRole('button', { name: text.startScript });
	await expect(start).toHaveAttribute('aria-disabled', 'true');
	await seed.fill('4242');
	await start.click();
	await expect(page).toHaveURL(/[?&]seed=4242&transport=websocket/);
	const rows = lab.getByRole('table', { name: text.outcomes }).getByRole('rowheader');
	const planned = planFaults(4242, 'websocket').map(({ fault }) => text.faults[fault]);
	await expect(rows).toHaveText(planned);
	await page.reload();
	await expect(seed).toHaveValue('4242');
});

test('a run stops when it is scrolled out of view', async ({ page }) => {
	const lab = await openLab(page, 'faults');
	await lab.getByRole('button', { name: text.startManual }).click();
	await expect(lab.getByText(text.phases.running)).toBeVisible();
	await page.locator('.footer, footer').last().scrollIntoViewIfNeeded();
	await expect(lab.getByText(text.phases.stopped)).toBeAttached();
});
