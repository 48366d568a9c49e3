/** A place in the content. */
export interface Place {
	file: string;
	/** From 1. */
	line: number;
	/** The invalid front matter field, fence option or attribute. */
	field?: string;
}

/**
 * A mistake of the author, which stops the build. `message` has the form
 * `content/ja/index.md:3: title: is missing`; Vite's overlay shows the position from `loc`.
 */
export class ContentError extends Error {
	readonly file: string;
	/** From 1. */
	readonly line: number;
	readonly reason: string;
	readonly loc: { file: string; line: number; column: number };

	constructor(at: Place, reason: string) {
		const field = at.field === undefined ? '' : `${at.field}: `;
		super(`${at.file}:${at.line}: ${field}${reason}`);
		this.name = 'ContentError';
		this.file = at.file;
		this.line = at.line;
		this.reason = reason;
		this.loc = { file: at.file, line: at.line, column: 0 };
	}
}

/** Several mistakes, one on each line of `message`; `loc` is the position of the first. */
class ContentErrors extends Error {
	readonly errors: readonly ContentError[];
	readonly loc: ContentError['loc'] | undefined;

	constructor(errors: readonly ContentError[]) {
		super(errors.map(({ message }) => message).join('\n'));
		this.name = 'ContentErrors';
		this.errors = errors;
		this.loc = errors[0]?.loc;
	}
}

/** Combines one or more mistakes into one error. */
export function combined(mistakes: readonly ContentError[]): Error {
	const [first, ...others] = mistakes;
	return first && others.length === 0 ? first : new ContentErrors(mistakes);
}

/** Throws all mistakes as one error; does nothing if there are none. */
export function throwAll(mistakes: readonly ContentError[]): void {
	if (mistakes.length > 0) throw combined(mistakes);
}

/** The author's mistakes in a caught error. Rethrows any other error. */
export function mistakesOf(error: unknown): readonly ContentError[] {
	if (error instanceof ContentError) return [error];
	if (error instanceof ContentErrors) return error.errors;
	throw error;
}
