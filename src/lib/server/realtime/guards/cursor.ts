import { parseCursor, type Cursor } from '../../../protocol/cursor.ts';
import { Refusal } from '../refusal.ts';

/**
 * From where a reader wants to go on; `null` if it names no place: a parameter without a value is none.
 * @throws Refusal `bad_cursor` for a text that this server cannot have given
 */
export function requireCursor(after: string | null | undefined): Cursor | null {
	if (after === null || after === undefined || after === '') return null;
	const cursor = parseCursor(after);
	if (cursor === null) throw new Refusal('bad_cursor', { field: 'after' });
	return cursor;
}
