import type { Cursor } from '../../../../protocol/cursor.ts';

/** The newest message of a room that Redis has reported to this instance. */
export interface Known extends Cursor {
	mark: string;
	/** The run of the Redis server (`run_id`) that reported it. */
	run: string;
	/**
	 * Changes when it cannot be proven that the messages known before are part of the current history. Within
	 * one lineage, everything up to `seq` is one history.
	 */
	lineage: number;
}

/** A room's newest message, as a script's reply or the room's channel reports it. */
export interface Observation extends Cursor {
	mark: string;
	run: string;
	/** False only if the epoch is the same and the message that this instance knew is too old to be compared. */
	isProven: boolean;
}

/**
 * The newest message that this instance knows of each room. It reveals that Redis was set back to an older state.
 * The number of rooms is bounded: the least recently updated one is evicted, and can then no longer be compared.
 */
export class Knowledge {
	readonly #rooms = new Map<string, Known>();
	readonly #limit: number;
	#lineages = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	of(room: string): Known | undefined {
		return this.#rooms.get(room);
	}

	/** Updates a room from what Redis has reported. Returns what is known now. */
	update(room: string, { epoch, seq, mark, run, isProven }: Observation): Known {
		const before = this.#rooms.get(room);
		const isSame = before?.epoch === epoch;
		// Without proof it is still the same history if the server has not restarted.
		const lineage = isSame && (isProven || before.run === run) ? before.lineage : ++this.#lineages;
		const known =
			isSame && before.seq > seq ? { ...before, run, lineage } : { epoch, seq, mark, run, lineage };
		// Deleted first, so that the Map is in the order of updates.
		this.#rooms.delete(room);
		this.#rooms.set(room, known);
		if (this.#rooms.size > this.#limit) {
			for (const oldest of this.#rooms.keys()) {
				this.#rooms.delete(oldest);
				break;
			}
		}
		return known;
	}
}
