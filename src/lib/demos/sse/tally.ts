import { parseCursor } from '$lib/protocol/cursor.ts';
import type { TutorialEvent } from '$lib/protocol/tutorial.ts';

/** Counts of one client of the feed, derived only from ids and the server's clock. */
export interface Tally {
	received: number;
	/** Numbers that never arrived. */
	missing: number;
	reconnects: number;
	/** The last position; undefined before the first connection and after a stop. */
	position?: { epoch: string; seq: number };
	/** Start of the current connection on the server's clock: older events were replayed. */
	connectedAt: number;
	/** The last reconnection: the number it resumed after, and how many events it replayed. */
	resumed?: { after: number; count: number };
	/** Whether the last reconnection was to another process, which does not have the events of the previous one. */
	hasRestarted?: boolean;
}

export const emptyTally: Tally = { received: 0, missing: 0, reconnects: 0, connectedAt: 0 };

/** The tally after one more event. An invalid id changes nothing. */
export function count(tally: Tally, id: string, event: TutorialEvent): Tally {
	const cursor = parseCursor(id);
	if (!cursor) return tally;
	const { position } = tally;
	const isSameEpoch = position?.epoch === cursor.epoch;

	if (event.type === 'connected') {
		const connectedAt = event.timestamp;
		if (!position) return { ...tally, position: cursor, connectedAt };
		const reconnects = tally.reconnects + 1;
		// Another epoch is another process, with its own numbering.
		if (!isSameEpoch) {
			const { received, missing } = tally;
			return { received, missing, position: cursor, connectedAt, reconnects, hasRestarted: true };
		}
		const resumed = { after: position.seq, count: 0 };
		return { ...tally, connectedAt, reconnects, resumed, hasRestarted: false };
	}

	const missing = tally.missing + (isSameEpoch ? Math.max(0, cursor.seq - position.seq - 1) : 0);
	const next = { ...tally, received: tally.received + 1, missing, position: cursor };
	const { resumed } = tally;
	if (!resumed || !isReplayed(tally, event)) return next;
	return { ...next, resumed: { ...resumed, count: resumed.count + 1 } };
}

/** Whether an event is older than the reconnection that delivered it; false on the first connection. */
export function isReplayed(tally: Tally, { timestamp }: TutorialEvent): boolean {
	return tally.reconnects > 0 && timestamp < tally.connectedAt;
}

/** The range of numbers skipped between two events; null if there is none, or if the processes differ. */
export function skippedBetween(older: string | undefined, newer: string) {
	const [before, after] = [parseCursor(older), parseCursor(newer)];
	if (!before || !after || before.epoch !== after.epoch) return null;
	return after.seq - before.seq > 1 ? { from: before.seq + 1, to: after.seq - 1 } : null;
}

/** The tally after the reader has stopped the feed: events until the next start are not missing. */
export function stopped({ received, missing, reconnects, connectedAt }: Tally): Tally {
	return { received, missing, reconnects, connectedAt };
}
