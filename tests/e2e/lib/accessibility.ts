import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page, or the part of it, as it is now: one line per element. */
export async function violations(page: Page, part = 'html'): Promise<string[]> {
	// Evaluated, not added as a script: the page's content security policy refuses the latter.
	await page.evaluate(axe);
	const results = await page.evaluate((part) => {
		const { axe } = window as unknown as { axe: { run: (part: string) => Promise<AxeResults> } };
		return axe.run(part);
	}, part);
	return results.violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? help})`
		)
	);
}
