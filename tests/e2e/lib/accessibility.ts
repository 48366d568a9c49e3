import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Otherwise axe-core also describes each element that passes: most of its work on a long page. */
const brief = { resultTypes: ['violations'] } satisfies RunOptions;

const options = {
	all: brief,
	/** Enough for a page that passed all rules in other colors. Level AAA stays off, as it is by default. */
	colors: {
		...brief,
		runOnly: { type: 'tag', values: ['cat.color'] },
		rules: { 'color-contrast-enhanced': { enabled: false } }
	}
} satisfies Record<string, RunOptions>;

/** Runs axe-core on a part of the page in its current state. Returns one line per element with a violation. */
export async function violations(
	page: Page,
	part = 'html',
	rules: keyof typeof options = 'all'
): Promise<string[]> {
	const isLoaded = await page.evaluate(() => 'axe' in window);
	// Evaluated, because the page's content security policy blocks an added script.
	if (!isLoaded) await page.evaluate(axe);
	const results = await page.evaluate(
		([part, options]) => {
			const { axe } = window as unknown as {
				axe: { run: (part: string, options: RunOptions) => Promise<AxeResults> };
			};
			return axe.run(part, options);
		},
		[part, options[rules]] as const
	);
	return results.violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? help})`
		)
	);
}

/** Runs all rules in light colors, then the rules about colors in dark ones, on the same page. */
export async function violationsInBothColorSchemes(page: Page, part = 'html'): Promise<string[]> {
	await inColorScheme(page, 'light');
	const light = await violations(page, part);
	await inColorScheme(page, 'dark');
	const dark = await violations(page, part, 'colors');
	return [
		...light.map((line) => `in light colors: ${line}`),
		...dark.map((line) => `in dark colors: ${line}`)
	];
}

async function inColorScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
	await page.waitForFunction((isDark) => {
		const [, red = ''] = /^rgb\((\d+)/.exec(getComputedStyle(document.body).color) ?? [];
		return Number(red) > 127 === isDark;
	}, colorScheme === 'dark');
}
