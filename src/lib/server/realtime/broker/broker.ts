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
	/** The room's history is kept within so many bytes, as `bytesOf` counts them; unset: no such limit. */
	historyBytes?: number;
}

/** A part of a room's stream. */
export interface Page {
	/** The room's newest message, or the place before the first one. */
	last: Cursor;
	/** What should have come first and is no longer held. */
	gap: Gap | null;
	messages: readonly Message[];
	/** Where this page ends: read on after it. Equal to `last` when there is nothing more. */
	end: Cursor;
}

/** Hears of a room in the order of its stream. */
export interface RoomListener {
	message(message: Message): void;
	/** What lies between the last message heard and the gap's `cursor` is lost; it goes on from there. */
	gap(gap: Gap): void;
}

export interface Subscription {
	/** The listener hears of everything after this place. */
	position: Cursor;
	end(): void;
}

/** What a held message weighs besides its text. */
const envelopeBytes = 256;

/**
 * Gives every message of a room its place, remembers the newest, and tells every process.
 *
 * Guarantees: `seq` counts 1, 2, 3 … without holes per room and epoch · a published message is stored
 * before the promise resolves · listeners hear every message after their `position` once, in order, or a
 * `gap` · a `clientId` within 5 minutes makes one message only. All methods may reject with a Refusal:
 * `full` (too many rooms), `broker_unavailable`; `publish` also with `client_id_conflict`.
 *
 * Each method opens the room if there is none. `opener` is the address that asks: it may have opened only so
 * many of the rooms that there are (MAX_ROOMS_PER_IP), or one address would take all of them. Without an
 * opener a new room counts in no address's budget.
 */
export interface Broker {
	publish(draft: Draft): Promise<Message>;
	/** At most `limit` messages after `after`; with null none, just where the room stands. */
	read(room: string, after: Cursor | null, limit: number, opener?: string): Promise<Page>;
	subscribe(room: string, listener: RoomListener, opener?: string): Promise<Subscription>;
	close(): Promise<void>;
}

/** The refusal of a room that would be one too many for the address that opens it. */
export function tooManyRoomsFromAddress(): Refusal {
	return new Refusal('full', {
		message: 'Too many rooms were opened from this address: try again later.',
		retryAfterMs: 60_000
	});
}

/** What a held message weighs: its text in UTF-8, and what is around it. */
export function bytesOf({ text }: { text: string }): number {
	return Buffer.byteLength(text) + envelopeBytes;
}

/** Short, and long enough that two texts never share it by chance or on purpose (128 bits). */
export function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/**
 * Tells every listener. One that throws must neither keep the others from hearing nor fail whoever has
 * published: `failed` is told instead.
 */
export function notifyAll(
	listeners: Iterable<RoomListener>,
	what: (listener: RoomListener) => void,
	failed: (error: unknown) => void
): void {
	for (const listener of listeners) {
		try {
			what(listener);
		} catch (error) {
			failed(error);
		}
	}
}
