import { parseCursor, type Cursor } from '../../../protocol/cursor.ts';
import { Refusal } from '../refusal.ts';

/**
 * The cursor from which a reader resumes; null if it sent none. An empty parameter is like a missing one.
 * @throws Refusal `bad_cursor` for a text that this server cannot have issued
 */
export function requireCursor(after: string | null | undefined): Cursor | null {
	if (after === null || after === undefined || after === '') return null;
	const cursor = parseCursor(after);
	if (cursor === null) throw new Refusal('bad_cursor', { field: 'after' });
	return cursor;
}
