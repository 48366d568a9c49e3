/** The offset of each line of a text. */
export function lineStarts(text: string): number[] {
	return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
