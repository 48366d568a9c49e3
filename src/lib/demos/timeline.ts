import type { Frame } from './watched-socket.ts';

/** A row of the log: something that was sent or received, or a note about the connection. */
export interface TimelineRow {
	key: number;
	/** ms since 1970, by this browser’s clock. */
	at: number;
	kind: Frame['direction'] | 'note';
	/** What was sent or received, or the text of the note. A frame is its JSON exactly as it was sent. */
	text: string;
}

/** The most rows that are kept; older ones are removed (W5). */
const maxRows = 60;

/** The rows with a new one appended; the oldest is removed if there are too many. */
export function addRow(
	rows: readonly TimelineRow[],
	row: Omit<TimelineRow, 'key'>
): readonly TimelineRow[] {
	const key = (rows.at(-1)?.key ?? 0) + 1;
	return [...rows, { key, ...row }].slice(-maxRows);
}
