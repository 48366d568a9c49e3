import type { ServerEvent } from '$lib/protocol/server-event.ts';
import type { RoomClientEvent } from './room-client.ts';
import { createSequence } from './sequence.ts';

/**
 * Follows one room over all its connections: hands on what is new, in order, and tells what is missing.
 * @param report where everything goes that the page shall hear of
 */
export function createReader(room: string, report: (event: RoomClientEvent) => void) {
	const sequence = createSequence();

	return {
		/** What to hand over as `after`; undefined before the first connection. */
		get cursor() {
			return sequence.cursor;
		},

		/** Takes in what has arrived; null is something that is no event. */
		receive(event: ServerEvent | null): void {
			if (!event) return report({ type: 'unreadable' });
			if (event.type === 'pong') return;
			if (event.type === 'welcome') sequence.welcome(event);
			if (event.type === 'gap') sequence.gap(event);
			if (event.type === 'message') {
				const { fresh, hole } = sequence.message(event);
				if (!fresh) return;
				if (hole) report({ type: 'hole', room, ...hole });
			}
			report(event);
		}
	};
}
