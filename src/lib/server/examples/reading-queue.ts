import type { Gap, Message } from '../../protocol/message.ts';
import { historyLength } from '../realtime/limits.ts';

/** What a room delivers to a listener. */
export type RoomEvent = Message | Gap;

export const isGap = (event: RoomEvent): event is Gap => 'reason' in event;

/**
 * Holds what a room delivers while its history is read. A reading may wait for Redis while others append, so the queue
 * is bounded: with more events than history holds, the messages are dropped, and history has to be read once more.
 * The last gap is kept, because history does not always repeat it.
 */
export class ReadingQueue {
	#events: RoomEvent[] = [];
	#isIncomplete = false;

	push(event: RoomEvent): void {
		this.#isIncomplete ||= this.#events.length >= historyLength;
		this.#events.push(event);
		if (this.#isIncomplete) this.#events = this.#events.filter(isGap).slice(-1);
	}

	/**
	 * Passes on the queued events in order, also those that arrive meanwhile.
	 * @returns whether nothing was dropped
	 */
	drain(handle: (event: RoomEvent) => void): boolean {
		for (let event = this.#events.shift(); event; event = this.#events.shift()) handle(event);
		const isComplete = !this.#isIncomplete;
		this.#isIncomplete = false;
		return isComplete;
	}
}
