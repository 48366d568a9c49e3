import { createHmac } from 'node:crypto';
import { guestPrefix } from '../../../protocol/name.ts';
import { randomId } from '../../../protocol/room.ts';

/** The user behind a request or connection. */
export interface Identity {
	/** The session's public id. */
	readonly sessionId: string;
	/** Display name: from the session, or `guest-xxxx`. */
	readonly user: string;
	/** When the session ends, in ms since 1970; null for guests. */
	readonly expiresAt: number | null;
}

/** The value by which the server recognizes a guest: the address, or a random key that only this client knows. */
export type GuestSeed = { address: string } | { key: string };

/** Long enough that nobody can guess the key of another client. */
const guestKeyPattern = /^[a-z0-9]{20,64}$/;

/** The seed for a guest key as the client sent it; undefined (a new guest) if the key is invalid. */
export function guestKey(sent: string | null | undefined): GuestSeed | undefined {
	return typeof sent === 'string' && guestKeyPattern.test(sent) ? { key: sent } : undefined;
}

/** The identity of a connection without accepted credentials: it is in no room. */
export const unidentified: Identity = { sessionId: '', user: '', expiresAt: null };

/** A user without a session, for the length of one connection. */
export function newGuest(): Identity {
	return { sessionId: randomId(20), user: guestPrefix + randomId(4), expiresAt: null };
}

/**
 * A user without a session who is recognized again: by the address (plain HTTP has no connection), so that
 * consecutive messages have the same name, or by the guest key that a client sends with each connection.
 * The hash is keyed: a plain one can be reversed by trying all addresses, and would let a client choose its name.
 */
export function guestOf(seed: GuestSeed, secret: Uint8Array): Identity {
	const [kind, value] = 'key' in seed ? ['key', seed.key] : ['address', seed.address];
	const digest = createHmac('sha256', secret).update(`guest ${kind} ${value}`).digest();
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
