import { createHmac } from 'node:crypto';
import { guestPrefix } from '../../../protocol/name.ts';
import { randomId } from '../../../protocol/room.ts';

/** The user behind a request or connection. */
export interface Identity {
	/** The session's public id. */
	readonly sessionId: string;
	/** Display name: from the session, or `guest-xxxx`. */
	readonly user: string;
	/** When the session ends, in ms since the epoch; null for guests. */
	readonly expiresAt: number | null;
}

/** The identity of a connection without accepted credentials: it is in no room. */
export const unidentified: Identity = { sessionId: '', user: '', expiresAt: null };

/** A user without a session, for the length of one connection. */
export function newGuest(): Identity {
	return { sessionId: randomId(20), user: guestPrefix + randomId(4), expiresAt: null };
}

/**
 * A user without a session or connection (plain HTTP): the same guest for the same address, so that
 * consecutive messages have the same name. Keyed, because a plain hash can be reversed by trying all
 * addresses.
 */
export function guestAt(address: string, key: Uint8Array): Identity {
	const digest = createHmac('sha256', key).update(`guest ${address}`).digest();
	const letters = BigInt(`0x${digest.toString('hex')}`).toString(36);
	return {
		sessionId: letters.slice(0, 20),
		user: guestPrefix + letters.slice(20, 24),
		expiresAt: null
	};
}

export function isGuest(identity: Identity): boolean {
	return identity.expiresAt === null;
}
