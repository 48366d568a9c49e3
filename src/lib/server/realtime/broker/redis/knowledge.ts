import type { Cursor } from '../../../../protocol/cursor.ts';

/** The newest message of a room that this instance has seen or acknowledged. */
export interface Known extends Cursor {
	mark: string;
	/** The run of the Redis server (`run_id`) that vouched for it. */
	run: string;
	/**
	 * Changes when it can no longer be proven that what was known before is part of what is known now.
	 * Within one, everything up to `seq` is one history.
	 */
	lineage: number;
}

/** What a script's answer says about a room. */
export interface Observation extends Cursor {
	mark: string;
	run: string;
	/** Whether what this instance knew before was found in the room's history, or none was asked. */
	isProven: boolean;
}

/**
 * What this instance knows of rooms: the evidence by which a Redis that has fallen behind is found out.
 * Bounded: the room that was heard of longest ago is forgotten first, and then simply not compared.
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

	/** Takes in what Redis just said; returns all that is known now. */
	update(room: string, { epoch, seq, mark, run, isProven }: Observation): Known {
		const before = this.#rooms.get(room);
		const isSame = before?.epoch === epoch;
		// Without proof the history is still the same one if the server has been running all the time.
		const lineage = isSame && (isProven || before.run === run) ? before.lineage : ++this.#lineages;
		const known =
			isSame && before.seq > seq ? { ...before, run, lineage } : { epoch, seq, mark, run, lineage };
		// Deleted first, so that the Map is in the order of use.
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
