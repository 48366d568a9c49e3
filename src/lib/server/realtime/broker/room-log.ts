import { formatCursor, type Cursor } from '../../../protocol/cursor.ts';
import type { Message } from '../../../protocol/message.ts';
import { randomId } from '../../../protocol/room.ts';
import { Refusal } from '../refusal.ts';
import { bytesOf, digestOf, gapOf, type Draft, type Page } from './broker.ts';
import { dedupeMs, historyLength, historyMs } from '../limits.ts';

/**
 * The answer to a `clientId`, kept for repeats. It has no text: a repeat contains the text anyway, and an answer that
 * is kept longer than its message would keep the text in memory.
 */
interface Answer {
	first: Omit<Message, 'text'>;
	digest: string;
	at: number;
}

/** The size of several logs together. */
export interface SharedBytes {
	bytes: number;
}

/**
 * The stream of one room in memory, without a clock or listeners: `now` is in monotonic milliseconds,
 * `timestamp` is the wall-clock time of the message.
 */
export class RoomLog {
	readonly #room: string;
	readonly #epoch = randomId(12);
	#seq = 0;
	/** The stored messages, oldest first, and the time of each. */
	#messages: Message[] = [];
	#times: number[] = [];
	#bytes = 0;
	readonly #tally: SharedBytes;
	/** In insertion order, as a Map keeps it: the oldest is first. */
	readonly #answers = new Map<string, Answer>();

	/** @param tally counts the bytes of this log, and of other logs that share it */
	constructor(room: string, tally: SharedBytes = { bytes: 0 }) {
		this.#room = room;
		this.#tally = tally;
	}

	/** The size of the stored messages. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The position of the newest message, or the one before the first message. */
	get last(): Cursor {
		return { epoch: this.#epoch, seq: this.#seq };
	}

	/**
	 * Stores a message. A repeat returns the first one again, with `isRepeat` set.
	 * @throws Refusal `client_id_conflict`
	 */
	append(draft: Draft, now: number, timestamp: number): { message: Message; isRepeat: boolean } {
		this.prune(now);
		const { clientId, room, user, text, via, historyBytes } = draft;
		const digest = clientId === undefined ? '' : digestOf(text);
		const answer = clientId === undefined ? undefined : this.#answers.get(clientId);
		if (answer !== undefined) {
			if (answer.digest !== digest) throw new Refusal('client_id_conflict', { field: 'clientId' });
			return { message: { ...answer.first, text }, isRepeat: true };
		}
		const seq = ++this.#seq;
		const id = formatCursor({ epoch: this.#epoch, seq });
		const first = { id, seq, room, user, timestamp, via };
		const message = { ...first, text };
		this.#messages.push(message);
		this.#times.push(now);
		this.#addBytes(bytesOf(message));
		if (this.#messages.length > historyLength) this.#dropOldest(1);
		if (historyBytes !== undefined) this.shrink(historyBytes);
		if (clientId !== undefined) this.#answers.set(clientId, { first, digest, at: now });
		return { message, isRepeat: false };
	}

	/** See `Broker.read`. */
	read(after: Cursor | null, limit: number, now: number): Page {
		this.prune(now);
		const last = this.last;
		if (after === null) return { last, gap: null, messages: [], end: last };
		/** The number of the last message that is no longer stored. */
		const dropped = this.#seq - this.#messages.length;
		const isKnown = after.epoch === this.#epoch && after.seq <= this.#seq;
		const start = isKnown ? Math.max(after.seq, dropped) : dropped;
		const messages = this.#messages.slice(start - dropped, start - dropped + limit);
		const end = { epoch: this.#epoch, seq: start + messages.length };
		return { last, gap: gapOf(this.#room, after, last, start), messages, end };
	}

	/** Drops expired messages and answers. */
	prune(now: number): void {
		const fresh = this.#times.findIndex((time) => time > now - historyMs);
		this.#dropOldest(fresh === -1 ? this.#times.length : fresh);
		for (const [clientId, { at }] of this.#answers) {
			if (at > now - dedupeMs) break;
			this.#answers.delete(clientId);
		}
	}

	/** Drops the oldest messages until the others have at most `maxBytes`. */
	shrink(maxBytes: number): void {
		while (this.#bytes > maxBytes) this.#dropOldest(1);
	}

	#dropOldest(count: number): void {
		if (count === 0) return;
		for (const message of this.#messages.splice(0, count)) this.#addBytes(-bytesOf(message));
		this.#times.splice(0, count);
	}

	#addBytes(bytes: number): void {
		this.#bytes += bytes;
		this.#tally.bytes += bytes;
	}
}
