/**
 * A position in a room's stream: after the message `seq` of the numbering `epoch`; `seq` 0 is before the
 * first message. Clients treat the text as opaque; only the server parses it.
 */
export interface Cursor {
	epoch: string;
	seq: number;
}

const cursorPattern = /^([A-Za-z0-9_-]{1,32})\.(0|[1-9][0-9]{0,15})$/;

/** `<epoch>.<seq>`, the id of a message and the cursor of a connection. */
export function formatCursor({ epoch, seq }: Cursor): string {
	return `${epoch}.${seq}`;
}

/** Parses a cursor; `null` for anything else (rejected with `bad_cursor`). */
export function parseCursor(text: unknown): Cursor | null {
	if (typeof text !== 'string') return null;
	const [, epoch, digits] = cursorPattern.exec(text) ?? [];
	if (epoch === undefined || digits === undefined) return null;
	const seq = Number(digits);
	return Number.isSafeInteger(seq) ? { epoch, seq } : null;
}
