import { expect } from 'vitest';
import type { BrowserPage } from '../support/browser-page.ts';

/** The slowest step is a reconnection: some clients wait for up to 20 seconds before they try again. */
const pollOptions = { timeout: 40_000, interval: 100 };

/** A demonstration on an open page, with the actions of a reader. */
export class Demo {
	readonly #page: BrowserPage;
	readonly #name: string;

	constructor(page: BrowserPage, name: string) {
		this.#page = page;
		this.#name = name;
	}

	async scrollTo(): Promise<void> {
		await this.#page.evaluate(`document.querySelector('#demo-${this.#name}').scrollIntoView()`);
	}

	/** The visible texts of all elements that match a selector. */
	async texts(selector: string): Promise<string[]> {
		const all = `document.querySelectorAll(${JSON.stringify(`#demo-${this.#name} ${selector}`)})`;
		return (await this.#page.evaluate(
			`[...${all}].map((one) => one.innerText.trim())`
		)) as string[];
	}

	/** Waits until the texts of all elements that match a selector are as expected. */
	async expectTexts(selector: string, texts: (string | RegExp)[]): Promise<void> {
		const matchers = texts.map((text) =>
			typeof text === 'string' ? text : (expect.stringMatching(text) as string)
		);
		await expect.poll(() => this.texts(selector), pollOptions).toEqual(matchers);
	}

	/** Waits until the text of one of the elements matches. */
	async expectText(selector: string, text: string | RegExp): Promise<void> {
		const matches = (one: string) =>
			typeof text === 'string' ? one.includes(text) : text.test(one);
		await expect
			.poll(async () => (await this.texts(selector)).filter(matches), {
				...pollOptions,
				message: `${selector}: ${String(text)}`
			})
			.not.toEqual([]);
	}

	/** The nth number with this name in the demonstration. */
	async count(name: string, nth = 0): Promise<number> {
		const names = await this.texts('dt');
		const values = await this.texts('dd');
		return Number(values.filter((_, i) => names[i] === name)[nth]);
	}

	async expectCount(name: string, value: number, nth = 0): Promise<void> {
		await expect.poll(() => this.count(name, nth), { ...pollOptions, message: name }).toBe(value);
	}

	async expectAtLeast(number: () => Promise<number>, least: number): Promise<void> {
		await expect.poll(number, pollOptions).toBeGreaterThanOrEqual(least);
	}

	/** Clicks on the nth control with this text, once it is enabled. */
	async press(text: string, nth = 0): Promise<void> {
		await this.#click(':is(button, label, summary)', text, nth);
	}

	/** Clicks on a button if it is shown at the moment. */
	async pressIfThere(text: string): Promise<void> {
		if ((await this.texts('button')).includes(text)) await this.press(text);
	}

	/** Types in the nth field, with the keyboard. */
	async type(words: string, nth = 0): Promise<void> {
		await this.#click(':is(textarea, input:not([type=checkbox], [type=radio]))', '', nth);
		const keys = [...words].flatMap((value) => [
			{ type: 'keyDown', value },
			{ type: 'keyUp', value }
		]);
		await this.#page.perform([{ type: 'key', id: 'keyboard', actions: keys }]);
	}

	async #click(selector: string, text: string, nth: number): Promise<void> {
		const args = [`#demo-${this.#name} ${selector}`, text, nth].map((arg) => JSON.stringify(arg));
		const find = `(${String(pointOf)})(${args.join(', ')})`;
		let at: unknown = null;
		await expect
			.poll(async () => (at = await this.#page.evaluate(find)), {
				...pollOptions,
				message: `${this.#name}: "${text}" can be clicked`
			})
			.not.toBeNull();
		const [x, y] = at as [number, number];
		const actions = [
			{ type: 'pointerMove', x, y },
			{ type: 'pointerDown', button: 0 },
			{ type: 'pointerUp', button: 0 }
		];
		await this.#page.perform([{ type: 'pointer', id: 'mouse', actions }]);
	}
}

/** Runs in the page: scrolls to an element and returns its center, or null if it is missing, disabled or covered. */
function pointOf(selector: string, text: string, nth: number): [number, number] | null {
	const all = [...document.querySelectorAll<HTMLElement>(selector)];
	const element = all.filter((one) => one.innerText.trim() === text || text === '')[nth];
	if (!element || element.matches(':disabled, [aria-disabled=true]')) return null;
	element.scrollIntoView({ block: 'center', behavior: 'instant' });
	const { left, top, width, height } = element.getBoundingClientRect();
	const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
	const above = document.elementFromPoint(x, y);
	return above && (element.contains(above) || above.contains(element)) ? [x, y] : null;
}
