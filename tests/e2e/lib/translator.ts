import type { Page } from 'playwright/test';

/**
 * Translates a page as browsers do: wraps every text outside `translate="no"`, now and later, in two new `<font>`
 * elements, so that updates of the old text nodes have no visible effect.
 */
export async function translatePage(page: Page): Promise<void> {
	await page.evaluate(() => {
		const isUntranslated = (element: Element | null): boolean => {
			const nearest = element?.closest('[translate], script, style, textarea, noscript, font');
			return nearest !== null && nearest?.getAttribute('translate') !== 'yes';
		};
		function translate(root: Node): void {
			const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
			const texts: Text[] = [];
			for (let node: Node | null = root; node; node = walker.nextNode()) {
				if (node instanceof Text && node.data.trim() !== '') texts.push(node);
			}
			for (const text of texts) {
				if (isUntranslated(text.parentElement)) continue;
				const font = () => document.createElementNS('http://www.w3.org/1999/xhtml', 'font');
				const [outer, inner] = [font(), font()];
				inner.append(text.data);
				outer.append(inner);
				text.replaceWith(outer);
			}
		}
		translate(document.body);
		new MutationObserver((changes) => {
			for (const { addedNodes } of changes) addedNodes.forEach(translate);
		}).observe(document.body, { childList: true, subtree: true });
	});
}
