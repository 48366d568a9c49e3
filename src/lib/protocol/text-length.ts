/**
 * The length of a text in code points, the unit of all limits. `text.length` and HTML's `maxlength` count
 * UTF-16 units, of which most emoji have two or more.
 */
export function textLength(text: string): number {
	return text.length - (text.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0);
}

/** By how many code points a text exceeds `max`; 0 if it fits. */
export function excessOf(text: string, max: number): number {
	// A text that fits in UTF-16 units also fits in code points: most texts need no counting.
	return text.length <= max ? 0 : Math.max(0, textLength(text) - max);
}

/** Whether a text has at most `max` code points. Texts that are far too long are not counted. */
export function fits(text: string, max: number): boolean {
	return text.length <= 2 * max && excessOf(text, max) === 0;
}
