import { text } from './text.ts';

export interface Result {
	/** What is chosen, as the reader calls it. */
	name: string;
	why: string;
	/** Where the guide continues. */
	href: string;
	link: string;
	/** The column of the comparison of platforms that says where it can run. */
	column: string;
}

/** The result with this name, if it is one. */
export function resultOf(id: string): Result | undefined {
	return (text.results as Record<string, Result>)[id];
}

/** Why `question` ruled something out when it was answered towards `next`. */
export function reasonOf(question: string, next: string): string | undefined {
	return (text.ruledOut as Record<string, Record<string, string>>)[question]?.[next];
}
