import type { Page } from 'playwright/test';
import { guide } from '../../lib/pages.ts';
import { expect } from '../../lib/test.ts';

/** Loads the types of every printed block, and expects a name at each mark. */
export async function checkTypes(page: Page, path: string): Promise<void> {
	const { wrong, marks } = await page.evaluate(async () => {
		const blocks = [...document.querySelectorAll<HTMLElement>('[data-types]')];
		const wrong: string[] = [];
		let marks = 0;
		for (const block of blocks) {
			const response = await fetch(block.dataset['types'] ?? '');
			const types = (await response.json()) as { marks: [number, number, number, number][] };
			const lines = [...block.querySelectorAll('.line')].map(({ textContent }) => textContent);
			marks += types.marks.length;
			for (const [line, column, length] of types.marks) {
				const name = lines[line]?.slice(column, column + length) ?? '';
				if (!/^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
					wrong.push(`${block.dataset['types']} ${line}:${column} ${name}`);
			}
		}
		return { wrong, marks };
	});
	expect(wrong).toEqual([]);
	if (path === guide) expect(marks).toBeGreaterThan(500);
}
