import { open } from '../lib/open.ts';
import { pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** CSS pixels below which text in a diagram is hard to read on a phone. */
const minTextPx = 10.5;

test('on a phone every diagram fits completely, with readable text', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const unreadable: string[] = [];
	let count = 0;
	for (const path of pages()) {
		await open(page, path);
		const diagrams = await page.locator('figure.diagram').evaluateAll((figures) =>
			figures.map((figure) => {
				// A diagram may be folded away.
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
		count += diagrams.length;
		for (const { name, drawings, cutPx, textPx } of diagrams) {
			if (drawings === 1 && cutPx <= 0 && textPx >= minTextPx) continue;
			unreadable.push(`${path} ${name}: ${drawings} shown, ${cutPx} px cut, text ${textPx} px`);
		}
	}
	expect(count).toBeGreaterThan(30);
	expect(unreadable).toEqual([]);
});
