/** A page in a browser that Playwright cannot drive. */
export interface BrowserPage {
	goto(url: string): Promise<void>;
	/** Evaluates an expression in the page, and waits for its promise. The value is a string or JSON-compatible. */
	evaluate(expression: string): Promise<unknown>;
	/** Input of a mouse or keyboard: sources with their actions, in the format of WebDriver §15.7 and BiDi §7.7.9. */
	perform(actions: object[]): Promise<void>;
	/** Sets the size of the viewport, in CSS pixels. */
	resize(width: number, height: number): Promise<void>;
	close(): Promise<void>;
}
