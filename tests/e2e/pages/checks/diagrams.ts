import type { Page } from 'playwright/test';
import { guide } from '../../lib/pages.ts';
import { expect } from '../../lib/test.ts';

/** CSS pixels below which text in a diagram is hard to read on a phone. */
const minTextPx = 10.5;

/** Opens what is folded, and expects one complete drawing with readable text in every diagram. */
export async function checkDiagramsOnPhone(page: Page, path: string): Promise<void> {
	await page.setViewportSize({ width: 390, height: 844 });
	const diagrams = await page.locator('figure.diagram').evaluateAll((figures) =>
		figures.map((figure) => {
			for (
				let fold = figure.closest('details');
				fold;
				fold = fold.parentElement?.closest('details') ?? null
			)
				fold.open = true;
			const shown = [...figure.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
			const frame = figure.querySelector('.scroll');
			const sizes = shown.flatMap((svg) => {
				const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
				return [...svg.querySelectorAll('text')].map(
					(text) => parseFloat(getComputedStyle(text).fontSize) * scale
				);
			});
			return {
				name: figure.querySelector('figcaption')?.textContent ?? '',
				drawings: shown.length,
				cutPx: frame ? frame.scrollWidth - frame.clientWidth : NaN,
				textPx: Math.min(...sizes)
			};
		})
	);
	if (path === guide) expect(diagrams.length).toBeGreaterThan(4);
	const unreadable = diagrams
		.filter(({ drawings, cutPx, textPx }) => !(drawings === 1 && cutPx <= 0 && textPx >= minTextPx))
		.map(
			({ name, drawings, cutPx, textPx }) =>
				`${name}: ${drawings} shown, ${cutPx} px cut, text ${textPx} px`
		);
	expect(unreadable).toEqual([]);
}
