import type { Locator, Page } from 'playwright/test';

interface TabResult {
	/** Controls that Tab has not reached. */
	missed: string[];
	/** Controls that had the focus without showing it. */
	unmarked: string[];
	/** Whether the focus has left the area in the end. */
	hasLeft: boolean;
}

/** More than the controls in any area that a test checks. */
const maxTabs = 150;

const controls =
	'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]';

/** Presses Tab from the beginning of an area of the page until the focus leaves it. */
export async function tabThrough(page: Page, area: Locator): Promise<TabResult> {
	const handle = await area.evaluateHandle((area, controls) => {
		const isReachable = (element: HTMLElement) =>
			element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true });
		const expected = new Set([...area.querySelectorAll<HTMLElement>(controls)].filter(isReachable));
		const unmarked = new Set<string>();
		const name = (element: HTMLElement) =>
			`${element.tagName.toLowerCase()} ${element.ariaLabel ?? element.innerText}`.slice(0, 80);
		/** The name of a group of radio buttons, of which Tab reaches only one; null for other controls. */
		const groupOf = (element: HTMLElement) =>
			element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
		(area as HTMLElement).tabIndex = -1;
		(area as HTMLElement).focus();
		return {
			/** Records which control has the focus now. Returns false once the focus is outside the area. */
			recordFocus() {
				const { activeElement: focused } = document;
				if (!(focused instanceof HTMLElement) || !area.contains(focused)) return false;
				const { outlineStyle, outlineWidth } = getComputedStyle(focused);
				if (outlineStyle === 'none' || outlineWidth === '0px') unmarked.add(name(focused));
				const group = groupOf(focused);
				for (const element of expected) {
					if (element === focused || (group !== null && groupOf(element) === group))
						expected.delete(element);
				}
				return true;
			},
			result: () => ({
				// A running demonstration may have removed some of them meanwhile.
				missed: [...expected]
					.filter((control) => area.contains(control) && isReachable(control))
					.map(name),
				unmarked: [...unmarked]
			})
		};
	}, controls);
	let hasLeft = false;
	for (let tabs = 0; tabs < maxTabs && !hasLeft; tabs++) {
		await page.keyboard.press('Tab');
		hasLeft = !(await handle.evaluate((recorder) => recorder.recordFocus()));
	}
	return { ...(await handle.evaluate((recorder) => recorder.result())), hasLeft };
}

/** The result of `tabThrough` for an area without defects. */
export const everythingReached: TabResult = { missed: [], unmarked: [], hasLeft: true };
