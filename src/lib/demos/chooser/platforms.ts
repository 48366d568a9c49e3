/** A platform that supports the result. */
export interface Platform {
	name: string;
	/** The cell of the table. */
	support: string;
}

/**
 * The platforms that support a result, read from the page's own table, which has the dated facts.
 * `column` is the title of the column for the result. A platform whose cell is empty or × does not support it.
 */
export function platformsFor(table: HTMLTableElement | null, column: string): Platform[] {
	const [head, ...rows] = [...(table?.rows ?? [])].map((row) =>
		[...row.cells].map((cell) => textOf(cell))
	);
	const at = head?.indexOf(column) ?? -1;
	return rows.flatMap((cells) => {
		const [name = ''] = cells;
		const support = cells[at] ?? '';
		if (support === '' || support === '×') return [];
		return [{ name, support }];
	});
}

/** The text of a cell without its links to sources. */
function textOf(cell: HTMLElement): string {
	const copy = cell.cloneNode(true) as HTMLElement;
	for (const mark of copy.querySelectorAll('sup, a, small')) mark.remove();
	return copy.textContent.trim();
}
