import { createHash } from 'node:crypto';
import { formatCursor, type Cursor } from '../../../protocol/cursor.ts';
import type { Gap, Message, Via } from '../../../protocol/message.ts';
import { Refusal } from '../refusal.ts';

/** A message before it has an id. */
export interface Draft {
	room: string;
	user: string;
	text: string;
	via: Via;
	clientId?: string;
	/** The address of the client that may open the room; see `Broker`. */
	opener?: string | undefined;
	/** The most bytes in the room's history, as `bytesOf` counts them. Default: no such limit. */
	historyBytes?: number;
}

/** A part of a room's stream. */
export interface Page {
	/** The position of the room's newest message; in a room that never had one, the position before the first. */
	last: Cursor;
	/** What is missing between the requested position and this page; null if nothing is. */
	gap: Gap | null;
	messages: readonly Message[];
	/** The position of the page's last message: the next page begins after it. Equal to `last` on the last page. */
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

/** An estimate of the memory that a stored message takes besides its text. */
const envelopeBytes = 256;

/**
 * Numbers the messages of each room, keeps the newest, and delivers them to every process.
 *
 * Guarantees: `seq` counts 1, 2, 3 … without holes in each room and epoch · a published message is stored
 * before the promise resolves · listeners receive every message after their `position` once, in order, or a
 * `gap` · messages with the same `clientId` within 5 minutes are stored once. All methods may reject with a Refusal:
 * `full` (too many rooms), `broker_unavailable`; `publish` also with `client_id_conflict`.
 *
 * Each method creates the room if it does not exist. `opener` is the client's address. The number of existing
 * rooms that one address has opened is limited (MAX_ROOMS_PER_IP), because it could otherwise take all of them.
 * Without an opener, a new room counts in no address's budget.
 */
export interface Broker {
	readonly kind: 'memory' | 'redis';
	publish(draft: Draft): Promise<Message>;
	/** Reads at most `limit` messages after `after`; if `after` is null, only the room's position. */
	read(room: string, after: Cursor | null, limit: number, opener?: string): Promise<Page>;
	subscribe(room: string, listener: RoomListener, opener?: string): Promise<Subscription>;
	close(): Promise<void>;
}

/** The rejection of a new room because the client's address has used up its budget. */
export function tooManyRoomsFromAddress(): Refusal {
	return new Refusal('full', {
		message: 'Too many rooms were opened from this address: try again later.',
		retryAfterMs: 60_000
	});
}

/** The gap between the requested position and `start`, after which the page begins. */
export function gapOf(room: string, after: Cursor | null, last: Cursor, start: number): Gap | null {
	if (after === null) return null;
	const cursor = formatCursor({ epoch: last.epoch, seq: start });
	if (after.epoch !== last.epoch || after.seq > last.seq) {
		return { room, reason: 'reset', from: null, to: null, cursor };
	}
	if (start === after.seq) return null;
	return { room, reason: 'expired', from: after.seq + 1, to: start, cursor };
}

/** The size of a stored message: its text in UTF-8, and an estimate for the rest. */
export function bytesOf({ text }: { text: string }): number {
	return Buffer.byteLength(text) + envelopeBytes;
}

/** A digest of 132 bits (22 characters): nobody can find two texts with the same digest. */
export function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/**
 * Calls `notify` for every listener. If a call throws, `onError` receives the error, the other listeners are still
 * called, and nothing is thrown to the publisher.
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
