import type { ServerEvent } from '$lib/protocol/server-event.ts';
import type { RoomClientEvent } from './room-client.ts';
import { createSequence } from './sequence.ts';

/**
 * Follows one room over all its connections: reports new events in order, and which messages are missing.
 * @param report receives every event for the page
 */
export function createReader(room: string, report: (event: RoomClientEvent) => void) {
	const sequence = createSequence();

	return {
		/** The value for `after`; undefined before the first connection. */
		get cursor() {
			return sequence.cursor;
		},

		/** Whether the message with this id has been received; the oldest ids are forgotten. */
		has: sequence.has,

		/** Sets the position from which the room is followed, unless one is known. For a transport without a welcome. */
		startAt: sequence.welcome,

		/** Handles a received event; null stands for anything that is not a valid event. */
		receive(event: ServerEvent | null): void {
			if (!event) return report({ type: 'unreadable' });
			if (event.type === 'pong') return;
			if (event.type === 'welcome') sequence.welcome(event);
			if (event.type === 'gap') sequence.gap(event);
			if (event.type === 'message') {
				const { isNew, hole } = sequence.message(event);
				if (!isNew) return;
				if (hole) report({ type: 'hole', room, ...hole });
			}
			report(event);
		}
	};
}
