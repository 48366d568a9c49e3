import { createHmac } from 'node:crypto';
import { guestPrefix } from '../../../protocol/name.ts';
import { randomId } from '../../../protocol/room.ts';

/** Who is behind a request or connection, as this server knows it. */
export interface Identity {
	/** Names the session; no secret. */
	readonly sessionId: string;
	/** Display name: from the session, or `guest-xxxx`. */
	readonly user: string;
	/** When the session ends, in ms since the epoch; null for guests. */
	readonly expiresAt: number | null;
}

/** The identity of a connection whose credentials have not been accepted: it is in no room. */
export const unidentified: Identity = { sessionId: '', user: '', expiresAt: null };

/** Somebody without a session, for the length of one connection. */
export function newGuest(): Identity {
	return { sessionId: randomId(20), user: guestPrefix + randomId(4), expiresAt: null };
}

/**
 * Somebody without a session who has no connection either (plain HTTP): the same guest for the same
 * address, so that two messages in a row bear one name. Keyed, because a hash of an address alone can be
 * turned back by trying all addresses.
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
