import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Reports only violations. By default axe-core also describes every element that passes: most of its work on a long page. */
const onlyViolations = { resultTypes: ['violations'] } satisfies RunOptions;

const options = {
	all: onlyViolations,
	/** Enough for a page that passed all rules in other colors. Level AAA stays off, as it is by default. */
	colors: {
		...onlyViolations,
		runOnly: { type: 'tag', values: ['cat.color'] },
		rules: { 'color-contrast-enhanced': { enabled: false } }
	}
} satisfies Record<string, RunOptions>;

/**
 * Runs axe-core on the element that matches `selector`, in its current state. Returns one description per element and
 * rule that it violates.
 */
export async function violations(
	page: Page,
	selector = 'html',
	rules: keyof typeof options = 'all'
): Promise<string[]> {
	const isLoaded = await page.evaluate(() => 'axe' in window);
	// Evaluated, because the page's content security policy blocks an added script.
	if (!isLoaded) await page.evaluate(axe);
	const results = await page.evaluate(
		([selector, options]) => {
			const { axe } = window as unknown as {
				axe: { run: (selector: string, options: RunOptions) => Promise<AxeResults> };
			};
			return axe.run(selector, options);
		},
		[selector, options[rules]] as const
	);
	return results.violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? help})`
		)
	);
}

/**
 * Runs all rules in light colors, then the rules about colors in dark ones, on the same page.
 *
 * @param code `plain` replaces highlighted code with its plain text while the rules run. Its elements are most of the
 * elements of many pages, and axe-core processes a whole page even to test a part of it. `tokens.spec.ts` measures the
 * colors of the highlighting, and one page is tested as `highlighted`.
 */
export async function violationsInBothColorSchemes(
	page: Page,
	selector = 'html',
	code: 'plain' | 'highlighted' = 'plain'
): Promise<string[]> {
	await setColorScheme(page, 'light');
	if (code === 'plain') await page.evaluate(removeHighlighting);
	const light = await violations(page, selector);
	await setColorScheme(page, 'dark');
	const dark = await violations(page, selector, 'colors');
	if (code === 'plain') await page.evaluate(restoreHighlighting);
	return [
		...light.map((violation) => `in light colors: ${violation}`),
		...dark.map((violation) => `in dark colors: ${violation}`)
	];
}

/** The original children of the blocks of code while the blocks show plain text. */
interface WithCode extends Window {
	highlighted?: Map<Element, ChildNode[]>;
}

const removeHighlighting = (): void => {
	const blocks = [...document.querySelectorAll('pre > code')];
	const highlighted = new Map(blocks.map((code) => [code, [...code.childNodes]]));
	for (const code of blocks) code.replaceChildren(code.textContent);
	(window as WithCode).highlighted = highlighted;
};

const restoreHighlighting = (): void => {
	for (const [code, children] of (window as WithCode).highlighted ?? []) {
		code.replaceChildren(...children);
	}
};

/** Emulates a color scheme, without animations, and waits until the text has the color of that scheme. */
async function setColorScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
	await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
	await page.waitForFunction((isDark) => {
		const [, red = ''] = /^rgb\((\d+)/.exec(getComputedStyle(document.body).color) ?? [];
		return Number(red) > 127 === isDark;
	}, colorScheme === 'dark');
}
