import { formatCursor, type Cursor } from '../../../protocol/cursor.ts';
import type { Message } from '../../../protocol/message.ts';
import { randomId } from '../../../protocol/room.ts';
import { Refusal } from '../refusal.ts';
import { dedupeMs, historyLength, historyMs, type Draft, type Page } from './broker.ts';

/** An answer that is kept for repeats of the same `clientId`. */
interface Answer {
	message: Message;
	at: number;
}

/**
 * The stream of one room in memory. Knows neither clock nor listeners: `now` is monotonic milliseconds,
 * `timestamp` the time of day that the message bears.
 */
export class RoomLog {
	readonly #room: string;
	readonly #epoch = randomId(12);
	#seq = 0;
	/** Held messages, oldest first, and beside each when it came. */
	#messages: Message[] = [];
	#times: number[] = [];
	/** In the order in which they came, as a Map keeps it: the oldest is first. */
	readonly #answers = new Map<string, Answer>();

	constructor(room: string) {
		this.#room = room;
	}

	/** The newest message, or the place before the first one. */
	get last(): Cursor {
		return { epoch: this.#epoch, seq: this.#seq };
	}

	/**
	 * Stores a message. A repeat gives the first one again, with `repeated` set.
	 * @throws Refusal `client_id_conflict`
	 */
	append(draft: Draft, now: number, timestamp: number): { message: Message; repeated: boolean } {
		this.prune(now);
		const { clientId, room, user, text, via } = draft;
		const answer = clientId === undefined ? undefined : this.#answers.get(clientId);
		if (answer !== undefined) {
			if (answer.message.text !== text)
				throw new Refusal('client_id_conflict', { field: 'clientId' });
			return { message: answer.message, repeated: true };
		}
		const seq = ++this.#seq;
		const id = formatCursor({ epoch: this.#epoch, seq });
		const message = { id, seq, room, user, text, timestamp, via };
		this.#messages.push(message);
		this.#times.push(now);
		if (this.#messages.length > historyLength) this.#forget(1);
		if (clientId !== undefined) this.#answers.set(clientId, { message, at: now });
		return { message, repeated: false };
	}

	/** See `Broker.read`. */
	read(after: Cursor | null, limit: number, now: number): Page {
		this.prune(now);
		const last = this.last;
		if (after === null) return { last, gap: null, messages: [], end: last };
		const held = this.#seq - this.#messages.length;
		const known = after.epoch === this.#epoch && after.seq <= this.#seq;
		const start = known ? Math.max(after.seq, held) : held;
		const messages = this.#messages.slice(start - held, start - held + limit);
		const end = { epoch: this.#epoch, seq: start + messages.length };
		if (known && start === after.seq) return { last, gap: null, messages, end };
		const cursor = formatCursor({ epoch: this.#epoch, seq: start });
		const lost = known
			? ({ reason: 'expired', from: after.seq + 1, to: start } as const)
			: ({ reason: 'reset', from: null, to: null } as const);
		return { last, gap: { room: this.#room, ...lost, cursor }, messages, end };
	}

	/** Lets go of what has become too old. */
	prune(now: number): void {
		const fresh = this.#times.findIndex((time) => time > now - historyMs);
		this.#forget(fresh === -1 ? this.#times.length : fresh);
		for (const [clientId, { at }] of this.#answers) {
			if (at > now - dedupeMs) break;
			this.#answers.delete(clientId);
		}
	}

	#forget(count: number): void {
		if (count === 0) return;
		this.#messages.splice(0, count);
		this.#times.splice(0, count);
	}
}
