import type { Heading } from '../../markdown/types.ts';

/** A heading of the table of contents with the headings below it. */
export interface OutlineItem {
	id: string;
	text: string;
	items: OutlineItem[];
}

/**
 * The table of contents: h2 with its h3. Deeper headings are left out, because the list would be too
 * long for an overview; an h3 before the first h2 is on the first level.
 */
export function outline(headings: readonly Heading[]): OutlineItem[] {
	const top: OutlineItem[] = [];
	let section: OutlineItem | undefined;
	for (const { id, text, depth } of headings) {
		const item: OutlineItem = { id, text, items: [] };
		if (depth === 2) section = item;
		if (depth === 3 && section) section.items.push(item);
		else if (depth <= 3) top.push(item);
	}
	return top;
}
