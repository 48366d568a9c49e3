import type { CloseCode } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { Gap, Message, Presence } from '../../protocol/message.ts';
import type { TransportName } from '../../protocol/transport.ts';
import type { Identity } from './session/identity.ts';

export type { TransportName };

/** The events that the hub itself sends to a connection. */
export type RoomEvent = ({ type: 'gap' } & Gap) | ({ type: 'presence' } & Presence);

/** Why the server closes a connection, and when the client may reconnect. */
export interface Ending {
	/** The error code, if that of the close code is not exact enough. */
	reason?: Problem['code'];
	retryAfterMs?: number;
}

/** The ending of a connection that is closed because of a problem. */
export function endingOf({ code, retryAfterMs }: Problem): Ending {
	return { reason: code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/**
 * One reader, on any transport. This is all that the hub knows of it. None of the methods may throw: a broken
 * connection closes itself and asks the hub to remove it.
 */
export interface Connection {
	readonly id: string;
	readonly transport: TransportName;
	readonly identity: Identity;
	/** Set for a poll: its reader stays in the room while polls open and close, so presence does not count them. */
	readonly isTransient?: true;
	/** The code with which the server has closed the connection, if it has. */
	readonly closedWith?: CloseCode | undefined;
	/** Sends to many connections of the transport at once. */
	readonly fanout: Fanout;
	send(event: RoomEvent): void;
	/** Sends messages to this reader only: a replay. */
	deliver(messages: readonly Message[]): void;
	/** Resolves when little is unsent, or the connection has closed. It paces a replay. */
	drained(): Promise<void>;
	/** Sends the reason, then closes the connection. */
	close(code: CloseCode, ending?: Ending): void;
}

/** The live readers of one room on one transport. Where all get the same bytes, an event is encoded once for all. */
export interface Group {
	add(connection: Connection): void;
	delete(connection: Connection): void;
	send(event: RoomEvent): void;
	deliver(messages: readonly Message[]): void;
}

export interface Fanout {
	group(room: string): Group;
}
