import type { CloseCode } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { Gap, Message, Presence } from '../../protocol/message.ts';
import type { TransportName } from '../../protocol/transport.ts';
import type { Identity } from './session/identity.ts';

export type { TransportName };

/** What the hub itself tells a single connection of a room. */
export type RoomEvent = ({ type: 'gap' } & Gap) | ({ type: 'presence' } & Presence);

/** Why and how the server ends a connection. */
export interface Ending {
	/** The error code behind it, if the table's own for this close code is not exact enough. */
	reason?: Problem['code'];
	retryAfterMs?: number;
}

/** The ending that a problem asks for. */
export function endingOf({ code, retryAfterMs }: Problem): Ending {
	return { reason: code, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/**
 * One reader, whatever it is connected by. The hub calls it and never learns more about it. None of
 * the methods may throw: a broken connection ends itself and asks the hub to remove it.
 */
export interface Connection {
	readonly id: string;
	readonly transport: TransportName;
	readonly identity: Identity;
	/** It comes and goes while its reader stays (a poll): not counted from joining to leaving. */
	readonly isTransient?: true;
	/** The code with which the server has ended it. */
	readonly closedWith?: CloseCode | undefined;
	/** The transport's way to many at once. */
	readonly fanout: Fanout;
	send(event: RoomEvent): void;
	/** Messages for this reader alone: a replay. */
	deliver(messages: readonly Message[]): void;
	/** Resolves when little is left unsent, or the connection has ended: the pace of a replay. */
	drained(): Promise<void>;
	/** Tells the reader why, then ends the connection. */
	close(code: CloseCode, ending?: Ending): void;
}

/** The live readers of one room on one transport. What they are told is encoded once for all of them. */
export interface Group {
	add(connection: Connection): void;
	delete(connection: Connection): void;
	send(event: RoomEvent): void;
	deliver(messages: readonly Message[]): void;
}

export interface Fanout {
	group(room: string): Group;
}
