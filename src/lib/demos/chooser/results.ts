import { text } from './text.ts';

export interface Result {
	/** The name of the result, such as `SSE`. */
	name: string;
	why: string;
	/** Where the guide continues. */
	href: string;
	link: string;
	/** The title of the column, in the comparison of platforms, that says where the result can run. */
	column: string;
}

/** The result with this id; undefined if there is none. */
export function resultOf(id: string): Result | undefined {
	return (text.results as Record<string, Result>)[id];
}

/** Why the answer to `question` that leads to `next` rules out the other results. */
export function reasonOf(question: string, next: string): string | undefined {
	return (text.ruledOut as Record<string, Record<string, string>>)[question]?.[next];
}
