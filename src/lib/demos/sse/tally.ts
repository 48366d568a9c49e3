import { parseCursor } from '$lib/protocol/cursor.ts';
import type { TutorialEvent } from '$lib/protocol/tutorial.ts';

/** What one reader of the feed has counted, from ids and the server's clock alone. */
export interface Tally {
	received: number;
	/** Numbers that never came. */
	missing: number;
	reconnects: number;
	/** Where the feed stands; undefined before the first connection and after a stop. */
	place?: { epoch: string; seq: number };
	/** When the present connection began, on the server's clock: what is older was sent again. */
	connectedAt: number;
	/** The last reconnection: behind which number it went on, and how many events it brought back. */
	resumed?: { after: number; count: number };
}

export const emptyTally: Tally = { received: 0, missing: 0, reconnects: 0, connectedAt: 0 };

/** The tally after one more event. An id that this server has not given changes nothing. */
export function count(tally: Tally, id: string, event: TutorialEvent): Tally {
	const cursor = parseCursor(id);
	if (!cursor) return tally;
	const { place } = tally;
	const goesOn = place?.epoch === cursor.epoch;

	if (event.type === 'connected') {
		const connectedAt = event.timestamp;
		if (!place) return { ...tally, place: cursor, connectedAt };
		const reconnects = tally.reconnects + 1;
		// Another epoch is another process: its numbers have nothing to do with the old ones.
		if (!goesOn) return { ...tally, place: cursor, connectedAt, reconnects };
		return { ...tally, connectedAt, reconnects, resumed: { after: place.seq, count: 0 } };
	}

	const missing = tally.missing + (goesOn ? Math.max(0, cursor.seq - place.seq - 1) : 0);
	const next = { ...tally, received: tally.received + 1, missing, place: cursor };
	const { resumed } = tally;
	if (!resumed || !isReplayed(tally, event)) return next;
	return { ...next, resumed: { ...resumed, count: resumed.count + 1 } };
}

/** Whether an event is older than the connection that brought it. */
export function isReplayed(tally: Tally, { timestamp }: TutorialEvent): boolean {
	return tally.reconnects > 0 && timestamp < tally.connectedAt;
}

/** The reader has stopped by choice: what passes until the next start is not missing. */
export function stopped({ received, missing, reconnects, connectedAt }: Tally): Tally {
	return { received, missing, reconnects, connectedAt };
}
