import type { ServerEvent } from '$lib/protocol/server-event.ts';
import type { Hole } from './sequence.ts';
import type { OutboxEntry } from './outbox.ts';
import type { ConnectionState } from './state.ts';

/** All that a client reports; server events pass unchanged, without repeated messages. */
export type RoomClientEvent =
	| Exclude<ServerEvent, { type: 'pong' }>
	| { type: 'state'; state: ConnectionState }
	| { type: 'outbox'; entries: readonly OutboxEntry[] }
	/** Messages that were neither delivered nor announced as a gap. */
	| ({ type: 'hole'; room: string } & Hole)
	/** Something arrived that is no event of this protocol; it was left out. */
	| { type: 'unreadable' };

/** What every client can do, whatever the transport. */
export interface Client {
	readonly state: ConnectionState;
	/** Messages that are not acknowledged yet. */
	readonly outbox: readonly OutboxEntry[];
	/** Connects, or tries at once instead of waiting. */
	start(): void;
	/** Ends the connection; it stays down until `start`. What is not sent is kept. */
	stop(): void;
	/** Breaks the connection as a bad line would: it comes back by itself, after `retryAfterMs` at least. */
	interrupt(retryAfterMs?: number): void;
	/** Sends a failed message once more. */
	retry(clientId: string): void;
	/** Gives up a failed message. */
	discard(clientId: string): void;
	/** Ends everything; no event is reported afterwards. */
	dispose(): void;
}

/** A client in one room. */
export interface RoomClient extends Client {
	/** Queues a message and sends it as soon as possible. `false`: the outbox is full. */
	send(text: string): boolean;
}
