import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { RequestHead } from '../guards/request.ts';
import { guestAt, newGuest, type Identity } from './identity.ts';
import { Refusal } from '../refusal.ts';
import { readSessionCookie } from './cookie.ts';
import type { SessionStore } from './store.ts';
import { signToken, verifyToken } from './tokens.ts';

/** The result of looking at a request's credentials. */
export interface Credentials {
	/** Null: nobody in particular, and this server lets no guests in. */
	identity: Identity | null;
	/** The cookie was no use: tell the browser to forget it. */
	staleCookie: boolean;
}

const ticketSeconds = 30;
/** How many addresses' guests are kept; they can be derived again at any time. */
const maxCachedGuests = 1000;
/** Anything else was never issued, and is no key to look up. */
const ticketPattern = /^[A-Za-z0-9_-]{22}$/;

type SessionConfig = Pick<Config, 'jwtSecret' | 'sessionTtlSeconds' | 'requireAuth'>;

/** Who somebody is. A token proves a session by itself; the store knows the rest. */
export class Sessions {
	readonly #config: SessionConfig;
	readonly #store: SessionStore;
	readonly #guests = new Map<string, Identity>();

	constructor(config: SessionConfig, store: SessionStore) {
		this.#config = config;
		this.#store = store;
	}

	/** Begins a session for a name that the protocol has checked. */
	open(user: string): Promise<{ token: string; identity: Identity }> {
		return signToken(user, this.#config.sessionTtlSeconds, this.#config.jwtSecret);
	}

	/**
	 * Ends a session: its token is worth nothing from now on, and its connections end (see `SessionStore`).
	 * @throws Refusal `broker_unavailable`
	 */
	end(identity: Identity): Promise<void> {
		return this.#store.end(identity);
	}

	/**
	 * Whose token this is.
	 * @throws Refusal `token_expired` or `unauthorised`
	 */
	async verify(token: string): Promise<Identity> {
		const identity = await verifyToken(token, this.#config.jwtSecret);
		if (this.#store.hasEnded(identity.sessionId)) throw new Refusal('unauthorised');
		return identity;
	}

	/**
	 * Who sent a request: `Authorization: Bearer` first, then the cookie, else a guest. A bad bearer was
	 * sent on purpose and is refused; a bad cookie is just old and makes a guest.
	 *
	 * `address` keeps a guest's name over several requests; without it every call is another guest.
	 * @throws Refusal `token_expired` or `unauthorised`, for a bad bearer
	 */
	async of(head: RequestHead, address?: string): Promise<Credentials> {
		const bearer = bearerToken(head.header('authorization'));
		if (bearer !== undefined) return { identity: await this.verify(bearer), staleCookie: false };

		const cookie = readSessionCookie(head.header('cookie'));
		const identity = cookie === undefined ? null : await this.verify(cookie).catch(() => null);
		if (identity !== null) return { identity, staleCookie: false };

		return { identity: this.#guest(address), staleCookie: cookie !== undefined };
	}

	/**
	 * A ticket for a connection that cannot send the cookie: 128 bits of chance, once, for 30 seconds. It
	 * may stand where a token must not (a message, a handshake), being worth nothing once it was seen.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	async issueTicket(identity: Identity): Promise<{ ticket: string; expiresIn: number }> {
		const ticket = randomBytes(16).toString('base64url');
		await this.#store.keepTicket(ticket, identity, ticketSeconds * 1000);
		return { ticket, expiresIn: ticketSeconds };
	}

	/**
	 * Whose ticket this is. It is used up by this.
	 * @throws Refusal `unauthorised`, `broker_unavailable`
	 */
	async redeemTicket(ticket: string): Promise<Identity> {
		const identity = ticketPattern.test(ticket) ? await this.#store.takeTicket(ticket) : null;
		if (identity === null || this.#store.hasEnded(identity.sessionId)) {
			throw new Refusal('unauthorised');
		}
		return identity;
	}

	#guest(address: string | undefined): Identity | null {
		if (this.#config.requireAuth) return null;
		return address === undefined ? newGuest() : this.#guestAt(address);
	}

	/** Hashing the address again for every poll and message would be an eighth of what they cost. */
	#guestAt(address: string): Identity {
		const known = this.#guests.get(address);
		if (known !== undefined) return known;
		const guest = guestAt(address, this.#config.jwtSecret);
		if (this.#guests.size >= maxCachedGuests) this.#guests.clear();
		this.#guests.set(address, guest);
		return guest;
	}
}

/**
 * The token of a `Bearer` header, empty where it holds none: whoever names the scheme wants to be somebody.
 * Other schemes (Basic, before a staging site) are not for us.
 */
function bearerToken(header: string | undefined): string | undefined {
	const bearer = header === undefined ? null : /^Bearer(?:[ \t]+(.*))?$/i.exec(header);
	return bearer === null ? undefined : (bearer[1] ?? '');
}
