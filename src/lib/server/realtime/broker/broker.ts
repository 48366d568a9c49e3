import { createHash } from 'node:crypto';
import type { Cursor } from '../../../protocol/cursor.ts';
import type { Gap, Message, Via } from '../../../protocol/message.ts';
import { Refusal } from '../refusal.ts';

/** A message before it has an id. */
export interface Draft {
	room: string;
	user: string;
	text: string;
	via: Via;
	clientId?: string;
	/** As in `Broker`. */
	opener?: string | undefined;
	/** The room's history holds at most so many bytes, as `bytesOf` counts them; unset: no such limit. */
	historyBytes?: number;
}

/** A part of a room's stream. */
export interface Page {
	/** The room's newest message, or the place before the first one. */
	last: Cursor;
	/** Messages that should have come first and have expired. */
	gap: Gap | null;
	messages: readonly Message[];
	/** Where this page ends: read on after it. Equal to `last` on the last page. */
	end: Cursor;
}

/** Receives a room's stream in order. */
export interface RoomListener {
	message(message: Message): void;
	/** Everything between the last message received and the gap's `cursor` is lost; the stream resumes there. */
	gap(gap: Gap): void;
}

export interface Subscription {
	/** The listener receives everything after this position. */
	position: Cursor;
	end(): void;
}

/** What a held message weighs besides its text. */
const envelopeBytes = 256;

/**
 * Numbers the messages of each room, keeps the newest, and delivers them to every process.
 *
 * Guarantees: `seq` counts 1, 2, 3 … without holes per room and epoch · a published message is stored
 * before the promise resolves · listeners receive every message after their `position` once, in order, or a
 * `gap` · a `clientId` within 5 minutes makes one message only. All methods may reject with a Refusal:
 * `full` (too many rooms), `broker_unavailable`; `publish` also with `client_id_conflict`.
 *
 * Each method creates the room if it does not exist. `opener` is the client's address: it may have opened only
 * so many of the existing rooms (MAX_ROOMS_PER_IP), or one address could take all of them. Without an opener a
 * new room counts in no address's budget.
 */
export interface Broker {
	publish(draft: Draft): Promise<Message>;
	/** At most `limit` messages after `after`; with null none, only the room's position. */
	read(room: string, after: Cursor | null, limit: number, opener?: string): Promise<Page>;
	subscribe(room: string, listener: RoomListener, opener?: string): Promise<Subscription>;
	close(): Promise<void>;
}

/** The rejection of a new room beyond the budget of the address that opens it. */
export function tooManyRoomsFromAddress(): Refusal {
	return new Refusal('full', {
		message: 'Too many rooms were opened from this address: try again later.',
		retryAfterMs: 60_000
	});
}

/** The size of a held message: its text in UTF-8, and an estimate for the rest. */
export function bytesOf({ text }: { text: string }): number {
	return Buffer.byteLength(text) + envelopeBytes;
}

/** Short, and long enough that two texts never share it by chance or on purpose (128 bits). */
export function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/**
 * Calls `notify` for every listener. One that throws must neither keep the others from being called nor fail
 * the publisher: `onError` gets the error instead.
 */
export function notifyAll(
	listeners: Iterable<RoomListener>,
	notify: (listener: RoomListener) => void,
	onError: (error: unknown) => void
): void {
	for (const listener of listeners) {
		try {
			notify(listener);
		} catch (error) {
			onError(error);
		}
	}
}
