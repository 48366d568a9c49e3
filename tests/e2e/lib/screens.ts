import type { Page } from 'playwright/test';

/** The narrowest phone and a wide desktop, in CSS pixels. */
export const screens = {
	phone: { width: 360, height: 740 },
	desktop: { width: 1440, height: 900 }
};

/** The width of the page beyond that of the screen, in CSS pixels; 0 if the page fits. */
export function overflowOf(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
}
