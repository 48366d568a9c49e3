import type { Locator, Page } from 'playwright/test';

interface Walk {
	/** Controls that Tab has not reached. */
	missed: string[];
	/** Controls that had the focus without showing it. */
	unmarked: string[];
	/** Whether Tab has left the part in the end. */
	hasLeft: boolean;
}

/** More than the controls in any part of a page. */
const maxTabs = 150;

const controls =
	'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]';

/** Presses Tab from the beginning of a part of the page until the focus leaves it. */
export async function walk(page: Page, part: Locator): Promise<Walk> {
	const handle = await part.evaluateHandle((part, controls) => {
		const isReachable = (element: HTMLElement) =>
			element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true });
		const expected = new Set([...part.querySelectorAll<HTMLElement>(controls)].filter(isReachable));
		const unmarked = new Set<string>();
		const name = (element: HTMLElement) =>
			`${element.tagName.toLowerCase()} ${element.ariaLabel ?? element.innerText}`.slice(0, 80);
		/** Tab reaches one radio button of a group. */
		const groupOf = (element: HTMLElement) =>
			element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
		(part as HTMLElement).tabIndex = -1;
		(part as HTMLElement).focus();
		return {
			/** Returns whether the focus is inside. */
			step() {
				const { activeElement: focused } = document;
				if (!(focused instanceof HTMLElement) || !part.contains(focused)) return false;
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
				missed: [...expected].filter((one) => part.contains(one) && isReachable(one)).map(name),
				unmarked: [...unmarked]
			})
		};
	}, controls);
	let hasLeft = false;
	for (let tabs = 0; tabs < maxTabs && !hasLeft; tabs++) {
		await page.keyboard.press('Tab');
		hasLeft = !(await handle.evaluate((walker) => walker.step()));
	}
	return { ...(await handle.evaluate((walker) => walker.result())), hasLeft };
}

/** The result of `walk` without a defect. */
export const everythingReached: Walk = { missed: [], unmarked: [], hasLeft: true };
