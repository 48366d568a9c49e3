import { parseCursor } from '$lib/protocol/cursor.ts';
import { parseTutorialEvent } from '$lib/protocol/tutorial.ts';
import { fieldsOf } from './event-text.ts';
import { arrived, connected, type Trace } from './trace.ts';

/** The trace after an event of the stream, and the event’s id; null for anything but an event of the feed. */
export function receive(
	trace: Trace,
	event: string,
	now: number
): { trace: Trace; id: string } | null {
	const { id, data } = fieldsOf(event);
	const cursor = parseCursor(id);
	const update = parseTutorialEvent(data ?? '');
	if (id === undefined || !cursor || !update) return null;
	const take = update.type === 'connected' ? connected : arrived;
	return { trace: take(trace, cursor, update.timestamp, now), id };
}
