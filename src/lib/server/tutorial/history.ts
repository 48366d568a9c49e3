import { randomUUID } from 'node:crypto';
import { formatCursor, parseCursor } from '../../protocol/cursor.ts';

/** Where a stream resumes, and what comes before its first new event. */
export interface Resumption {
	/** The id after which the stream resumes. */
	from: string;
	/** What was lost; null if nothing was. For an id that this process did not give, `from` and `to` are null. */
	gap: { reason: 'expired' | 'reset'; from: number | null; to: number | null } | null;
	/** The encoded events that the reader missed, in order. */
	missed: readonly Uint8Array[];
}

/**
 * The last encoded events with their ids: `<epoch>.<number>`, numbered without holes. Each process has a new
 * epoch, so an id from before a restart does not match.
 */
export class History {
	readonly #epoch = randomUUID().slice(0, 8);
	readonly #chunks: Uint8Array[] = [];
	readonly #limit: number;
	#last = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The id that the next event added will have. */
	get nextId(): string {
		return this.#id(this.#last + 1);
	}

	add(chunk: Uint8Array): void {
		this.#last += 1;
		this.#chunks.push(chunk);
		if (this.#chunks.length > this.#limit) this.#chunks.shift();
	}

	/**
	 * What a reader has missed since `lastEventId`. Without an id, or with an invalid one, the stream begins with
	 * the next event.
	 */
	since(lastEventId: string | null): Resumption {
		const seen = parseCursor(lastEventId);
		if (seen === null) return { from: this.#id(this.#last), gap: null, missed: [] };
		const forgotten = this.#last - this.#chunks.length;
		if (seen.epoch !== this.#epoch || seen.seq > this.#last) {
			const gap = { reason: 'reset', from: null, to: null } as const;
			return { from: this.#id(forgotten), gap, missed: this.#chunks.slice() };
		}
		if (seen.seq < forgotten) {
			const gap = { reason: 'expired', from: seen.seq + 1, to: forgotten } as const;
			return { from: this.#id(forgotten), gap, missed: this.#chunks.slice() };
		}
		const missed = this.#chunks.slice(seen.seq - forgotten);
		return { from: this.#id(seen.seq), gap: null, missed };
	}

	#id(seq: number): string {
		return formatCursor({ epoch: this.#epoch, seq });
	}
}
