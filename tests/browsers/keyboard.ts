import { expect } from 'vitest';
import type { BrowserPage } from '../support/browser-page.ts';

/** Keys without a character (WebDriver §17.4.2). */
const keys = {
	Tab: '\uE004',
	Enter: '\uE006',
	End: '\uE010',
	Home: '\uE011',
	ArrowRight: '\uE014',
	ArrowDown: '\uE015'
};

/** More than the controls in any part of a page. */
const maxTabs = 150;
const pollOptions = { timeout: 40_000, interval: 100 };

/** A part of a page, used with the keyboard alone. */
export class Keyboard {
	readonly #page: BrowserPage;
	readonly #part: string;

	/** @param part a selector */
	constructor(page: BrowserPage, part: string) {
		this.#page = page;
		this.#part = part;
	}

	/** Puts the focus at the beginning of the part, once it has a control. */
	async begin(): Promise<void> {
		await this.evaluate('part.scrollIntoView()');
		await expect
			.poll(() => this.evaluate("part.querySelector('button') !== null"), pollOptions)
			.toBe(true);
		await this.evaluate('part.tabIndex = -1, part.focus()');
	}

	async press(key: keyof typeof keys, times = 1): Promise<void> {
		const value = keys[key];
		const actions = Array.from({ length: times }, () => [
			{ type: 'keyDown', value },
			{ type: 'keyUp', value }
		]).flat();
		await this.#page.perform([{ type: 'key', id: 'keyboard', actions }]);
	}

	/** Presses Tab from the beginning of the part until a matching element, with this text if given, has the focus. */
	async tabTo(selector: string, text = ''): Promise<void> {
		await this.begin();
		const isReached = `part.contains(focused) && focused.matches(${JSON.stringify(selector)}) &&
			(${JSON.stringify(text)} === '' || focused.innerText.trim() === ${JSON.stringify(text)})`;
		for (let tabs = 0; tabs < maxTabs; tabs++) {
			await this.press('Tab');
			if (await this.evaluate(isReached)) return;
		}
		throw new Error(`Tab does not reach ${selector} ${text}`);
	}

	/** Presses a button, once it is enabled. */
	async use(text: string): Promise<void> {
		const isEnabled = `[...part.querySelectorAll('button')].some((one) =>
			one.innerText.trim() === ${JSON.stringify(text)} && one.ariaDisabled !== 'true')`;
		await this.expect(isEnabled, `${text} is enabled`);
		await this.tabTo('button', text);
		await this.press('Enter');
	}

	/** Waits until an expression about `part` and the element with the focus, `focused`, is true. */
	async expect(expression: string, message = expression): Promise<void> {
		await expect
			.poll(async () => Boolean(await this.evaluate(expression)), { ...pollOptions, message })
			.toBe(true);
	}

	evaluate(expression: string): Promise<unknown> {
		const values = `document.querySelector(${JSON.stringify(this.#part)}), document.activeElement`;
		return this.#page.evaluate(`((part, focused) => (${expression}))(${values})`);
	}
}
