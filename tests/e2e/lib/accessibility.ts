import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it is now: one line per element. */
export async function violations(page: Page): Promise<string[]> {
	// Evaluated, not added as a script: the page's content security policy refuses the latter.
	await page.evaluate(axe);
	const results = await page.evaluate(() => {
		const { axe } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
		return axe.run();
	});
	return results.violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? help})`
		)
	);
}
