import type { Page } from 'playwright/test';
import { expect } from '../../lib/test.ts';

/** The size of the content area on A4 within the margins of the style sheet, in CSS px (96 per inch). */
export const paper = {
	width: Math.ceil((178 / 25.4) * 96),
	height: Math.floor((261 / 25.4) * 96)
};

/** A page with links to other sites that are not sources of facts, which the check leaves out. */
const pageWithLinks = '/sveltekit/realtime/testing/';

/** Expects whole diagrams, no content that is wider than the paper, and the address of every link to another site. */
export async function checkPaper(page: Page, path: string): Promise<void> {
	await page.setViewportSize(paper);
	await page.emulateMedia({ media: 'print' });
	const { cut, width, links } = await page.locator('main').evaluate(
		(main, { width, height }) => ({
			cut: [...main.querySelectorAll('figure.diagram svg')]
				.map((drawing) => drawing.getBoundingClientRect())
				.filter((box) => box.left < 0 || box.right > width + 1 || box.height > height)
				.map((box) => `${Math.round(box.width)} × ${Math.round(box.height)}`),
			width: document.documentElement.scrollWidth,
			links: [...document.querySelectorAll('.prose a[href^="http"]')]
				.filter((link) => !link.closest('.fact, .demo'))
				.map((link) => ({
					href: link.getAttribute('href') ?? '',
					shown: getComputedStyle(link, '::after').content
				}))
		}),
		paper
	);
	expect(cut).toEqual([]);
	expect(width).toBeLessThanOrEqual(paper.width);
	if (path === pageWithLinks) expect(links.length).toBeGreaterThan(0);
	expect(links.filter(({ href, shown }) => !shown.includes(href))).toEqual([]);
	await page.emulateMedia({ media: 'screen' });
}
