import type { Page } from 'playwright/test';

/** The narrowest phone and a wide desktop, in CSS pixels. */
export const screens = {
	phone: { width: 360, height: 740 },
	desktop: { width: 1440, height: 900 }
};

/** By how many CSS pixels the page is wider than the screen. */
export function overflowOf(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
}
