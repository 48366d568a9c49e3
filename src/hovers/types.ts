/** The types in one printed block, as served at `/hovers/….json`. */
export interface Hovers {
	/** Each distinct type, as highlighted HTML. */
	texts: string[];
	/**
	 * `[line, column, length, text]` of each name in reading order: line and column of the printed text
	 * from 0, length in UTF-16 units, text an index into `texts`.
	 */
	marks: Mark[];
}

export type Mark = readonly [line: number, column: number, length: number, text: number];
