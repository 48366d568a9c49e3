/** A row of the comparison of platforms that can carry the result. */
export interface Place {
	name: string;
	says: string;
}

/**
 * The rows that survive, read out of the page's own table: its dated facts stand there once.
 * `column` is the title of the column that the result lives by. A cell that begins with «不可» says no.
 */
export function places(table: HTMLTableElement | null, column: string): Place[] {
	const [head, ...rows] = [...(table?.rows ?? [])].map((row) =>
		[...row.cells].map((cell) => wordsOf(cell))
	);
	const at = head?.indexOf(column) ?? -1;
	return rows.flatMap((cells) => {
		const [name = ''] = cells;
		const says = cells[at] ?? '';
		if (says === '' || says.startsWith('不可')) return [];
		return [{ name, says }];
	});
}

/** The words of a cell without the marks that lead to sources. */
function wordsOf(cell: HTMLElement): string {
	const copy = cell.cloneNode(true) as HTMLElement;
	for (const mark of copy.querySelectorAll('sup, a, small')) mark.remove();
	return copy.textContent.trim();
}
