import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { RequestHead } from '../guards/request.ts';
import { guestOf, newGuest, type GuestSeed, type Identity } from './identity.ts';
import { ticketSeconds } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { readSessionCookie } from './cookie.ts';
import type { SessionStore } from './store.ts';
import { signToken, verifyToken } from './tokens.ts';

/** The result of checking a request's credentials. */
export interface Credentials {
	/** Null if the request has no credentials and guests are rejected (REQUIRE_AUTH). */
	identity: Identity | null;
	/** Whether the cookie is invalid and the response should clear it. */
	isCookieStale: boolean;
}

/** How many guests are cached by address; they can be derived again at any time. */
const maxCachedGuests = 1000;
/** The form of issued tickets. No other text is looked up. */
const ticketPattern = /^[A-Za-z0-9_-]{22}$/;

type SessionConfig = Pick<Config, 'jwtSecret' | 'sessionTtlSeconds' | 'requireAuth'>;

/** Issues and checks credentials. A token alone proves a session; the store knows ended sessions and tickets. */
export class Sessions {
	readonly #config: SessionConfig;
	readonly #store: SessionStore;
	readonly #guests = new Map<string, Identity>();

	constructor(config: SessionConfig, store: SessionStore) {
		this.#config = config;
		this.#store = store;
	}

	/** Begins a session for a validated name. It lasts `expiresIn` seconds, but at most SESSION_TTL. */
	async open(
		user: string,
		expiresIn = Infinity
	): Promise<{ token: string; identity: Identity; ttlSeconds: number }> {
		const ttlSeconds = Math.min(expiresIn, this.#config.sessionTtlSeconds);
		return { ...(await signToken(user, ttlSeconds, this.#config.jwtSecret)), ttlSeconds };
	}

	/**
	 * Ends a session: its token is invalid from now on, and its connections are closed (see `SessionStore`).
	 * @throws Refusal `broker_unavailable`
	 */
	end(identity: Identity): Promise<void> {
		return this.#store.end(identity);
	}

	/**
	 * The identity behind a token.
	 * @throws Refusal `token_expired` or `unauthorised`
	 */
	async verify(token: string): Promise<Identity> {
		const identity = await verifyToken(token, this.#config.jwtSecret);
		if (this.#store.hasEnded(identity.sessionId)) throw new Refusal('unauthorised');
		return identity;
	}

	/**
	 * The identity behind a request: `Authorization: Bearer` first, then the cookie, else a guest. An invalid
	 * bearer token is rejected, because it was sent on purpose; with an invalid cookie the user is a guest.
	 *
	 * With a seed a guest keeps the same name over several requests; without it every call makes a new guest.
	 * @throws Refusal `token_expired` or `unauthorised`, for an invalid bearer token
	 */
	async of(head: RequestHead, seed?: GuestSeed): Promise<Credentials> {
		const bearer = bearerToken(head.header('authorization'));
		if (bearer !== undefined) return { identity: await this.verify(bearer), isCookieStale: false };

		const cookie = readSessionCookie(head.header('cookie'));
		const identity = cookie === undefined ? null : await this.verify(cookie).catch(() => null);
		if (identity !== null) return { identity, isCookieStale: false };

		return { identity: this.#guest(seed), isCookieStale: cookie !== undefined };
	}

	/**
	 * Issues a ticket for a connection that cannot send the cookie: 128 random bits, valid once, for 30 seconds.
	 * It may be sent where a token must not be (a message, a handshake), because it is invalid after its use.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	async issueTicket(identity: Identity): Promise<{ ticket: string; expiresIn: number }> {
		const ticket = randomBytes(16).toString('base64url');
		await this.#store.keepTicket(ticket, identity, ticketSeconds * 1000);
		return { ticket, expiresIn: ticketSeconds };
	}

	/**
	 * The identity behind a ticket. The ticket is invalid afterwards.
	 * @throws Refusal `unauthorised`, `broker_unavailable`
	 */
	async redeemTicket(ticket: string): Promise<Identity> {
		const identity = ticketPattern.test(ticket) ? await this.#store.takeTicket(ticket) : null;
		if (identity === null || this.#store.hasEnded(identity.sessionId)) {
			throw new Refusal('unauthorised');
		}
		return identity;
	}

	#guest(seed: GuestSeed | undefined): Identity | null {
		if (this.#config.requireAuth) return null;
		if (seed === undefined) return newGuest();
		return 'address' in seed ? this.#guestAt(seed.address) : guestOf(seed, this.#config.jwtSecret);
	}

	/**
	 * The guest of an address, cached, because hashing the address for every poll and message would be an eighth of
	 * their cost. Returns a copy, because an identity belongs to one request (tap/steps.ts).
	 */
	#guestAt(address: string): Identity {
		const known = this.#guests.get(address);
		if (known !== undefined) return { ...known };
		const guest = guestOf({ address }, this.#config.jwtSecret);
		if (this.#guests.size >= maxCachedGuests) this.#guests.clear();
		this.#guests.set(address, guest);
		return { ...guest };
	}
}

/**
 * The token of a `Bearer` header; empty, and therefore invalid, if the header names only the scheme. Other
 * schemes (Basic, in front of a staging site) are ignored.
 */
function bearerToken(header: string | undefined): string | undefined {
	const bearer = header === undefined ? null : /^Bearer(?:[ \t]+(.*))?$/i.exec(header);
	return bearer === null ? undefined : (bearer[1] ?? '');
}
