import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { RequestHead } from '../guards/request.ts';
import { guestAt, newGuest, type Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import { readSessionCookie } from './cookie.ts';
import { signToken, verifyToken } from './tokens.ts';

/** The result of looking at a request's credentials. */
export interface Credentials {
	/** Null: nobody in particular, and this server lets no guests in. */
	identity: Identity | null;
	/** The cookie was no use: tell the browser to forget it. */
	staleCookie: boolean;
}

const ticketSeconds = 30;
/** More than anybody needs within 30 seconds; a bound, because asking costs nothing. */
const maxTickets = 100_000;

type SessionConfig = Pick<Config, 'jwtSecret' | 'sessionTtlSeconds' | 'requireAuth'>;

/**
 * Who somebody is. A token proves a session without a store; the store below only remembers, until they
 * would have expired anyway, the sessions that were ended early.
 */
export class Sessions {
	readonly #config: SessionConfig;
	/** Ended session → when its token expires (ms). */
	readonly #ended = new Map<string, number>();
	readonly #tickets = new Map<string, { identity: Identity; at: number }>();

	constructor(config: SessionConfig) {
		this.#config = config;
	}

	/** Begins a session for a name that the protocol has checked. */
	open(user: string): Promise<{ token: string; identity: Identity }> {
		return signToken(user, this.#config.sessionTtlSeconds, this.#config.jwtSecret);
	}

	/** Ends a session: its token is worth nothing from now on. */
	end(identity: Identity): void {
		const now = Date.now();
		for (const [id, expiresAt] of this.#ended) if (expiresAt <= now) this.#ended.delete(id);
		if (identity.expiresAt !== null) this.#ended.set(identity.sessionId, identity.expiresAt);
	}

	/**
	 * Whose token this is.
	 * @throws Refusal `token_expired` or `unauthorised`
	 */
	async verify(token: string): Promise<Identity> {
		const identity = await verifyToken(token, this.#config.jwtSecret);
		if (this.#ended.has(identity.sessionId)) throw new Refusal('unauthorised');
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
	 */
	issueTicket(identity: Identity): { ticket: string; expiresIn: number } {
		this.#forgetTickets(performance.now() - ticketSeconds * 1000);
		if (this.#tickets.size >= maxTickets) throw new Refusal('full', { retryAfterMs: 30_000 });
		const ticket = randomBytes(16).toString('base64url');
		this.#tickets.set(ticket, { identity, at: performance.now() });
		return { ticket, expiresIn: ticketSeconds };
	}

	/**
	 * Whose ticket this is. It is used up by this.
	 * @throws Refusal `unauthorised`
	 */
	redeemTicket(ticket: string): Identity {
		this.#forgetTickets(performance.now() - ticketSeconds * 1000);
		const issued = this.#tickets.get(ticket);
		this.#tickets.delete(ticket);
		if (issued === undefined || this.#ended.has(issued.identity.sessionId)) {
			throw new Refusal('unauthorised');
		}
		return issued.identity;
	}

	/** Tickets lie in the order in which they were issued. */
	#forgetTickets(before: number): void {
		for (const [ticket, { at }] of this.#tickets) {
			if (at > before) break;
			this.#tickets.delete(ticket);
		}
	}

	#guest(address: string | undefined): Identity | null {
		if (this.#config.requireAuth) return null;
		return address === undefined ? newGuest() : guestAt(address, this.#config.jwtSecret);
	}
}

/** The token of a `Bearer` header. Other schemes (Basic, before a staging site) are not for us. */
function bearerToken(header: string | undefined): string | undefined {
	return header === undefined ? undefined : /^Bearer +(\S.*)$/i.exec(header)?.[1];
}
