/**
 * A mistake of the author, which stops the build. `message` has the form
 * `content/ja/index.md:3: title: is missing`; Vite's overlay shows the position from `loc`.
 */
export class ContentError extends Error {
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** The invalid front matter field, fence option or attribute; null if there is none. */
	readonly field: string | null;
	readonly reason: string;
	readonly loc: { file: string; line: number; column: number };

	constructor(at: { file: string; line: number; field?: string }, reason: string) {
		const field = at.field ?? null;
		super(`${at.file}:${at.line}: ${field === null ? '' : `${field}: `}${reason}`);
		this.name = 'ContentError';
		this.file = at.file;
		this.line = at.line;
		this.field = field;
		this.reason = reason;
		this.loc = { file: at.file, line: at.line, column: 0 };
	}
}
