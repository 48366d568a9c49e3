import type { ServerEvent } from '$lib/protocol/server-event.ts';
import type { Hole } from './sequence.ts';
import type { OutboxEntry } from './outbox.ts';
import type { ConnectionState } from './state.ts';

/** Everything a client reports: server events unchanged, without repeated messages, and its own events. */
export type RoomClientEvent =
	| Exclude<ServerEvent, { type: 'pong' }>
	| { type: 'state'; state: ConnectionState }
	| { type: 'outbox'; entries: readonly OutboxEntry[] }
	/** Messages that were neither delivered nor announced as a gap. */
	| ({ type: 'hole'; room: string } & Hole)
	/** Something that is not a valid event was received and ignored. */
	| { type: 'unreadable' };

/** The functions of a client on any transport. */
export interface Client {
	readonly state: ConnectionState;
	/** Messages that have not been acknowledged yet. */
	readonly outbox: readonly OutboxEntry[];
	/** Connects now, also while waiting for the next attempt. */
	start(): void;
	/** Closes the connection until `start`. Unsent messages are kept. */
	stop(): void;
	/** Simulates a lost connection: the client reconnects, after at least `retryAfterMs`. */
	interrupt(retryAfterMs?: number): void;
	/** Sends a failed message again. */
	retry(clientId: string): void;
	/** Deletes a failed message. */
	discard(clientId: string): void;
	/** Closes everything; no event is reported afterwards. */
	dispose(): void;
}

/** A client in one room. */
export interface RoomClient extends Client {
	/** Queues a message and sends it as soon as possible. Returns false if the outbox is full. */
	send(text: string): boolean;
}
