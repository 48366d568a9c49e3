import * as v from 'valibot';
import { databaseOf, sessionKeys } from '../broker/redis/keys.ts';
import type { RedisLink } from '../broker/redis/link.ts';
import { script } from '../broker/redis/script.ts';
import type { Identity } from './identity.ts';
import { EndedSessions } from './ended-sessions.ts';
import type { Ended, SessionStore } from './store.ts';

/**
 * Stores ended sessions by the expiry of their tokens, removes expired ones, and notifies all instances.
 * KEYS: the sorted set. ARGV: channel, now, then session and expiry alternately.
 */
const remember = script(`
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
for i = 3, #ARGV, 2 do
	if redis.call('ZADD', KEYS[1], 'NX', ARGV[i + 1], ARGV[i]) == 1 then
		redis.call('PUBLISH', ARGV[1], ARGV[i] .. ' ' .. ARGV[i + 1])
	end
end
return {}
`);

const TicketSchema = v.object({
	sessionId: v.string(),
	user: v.string(),
	expiresAt: v.nullable(v.number())
});

/** Limited so that one call does not keep Redis busy for long. */
const sessionsPerCall = 500;

export interface RedisSessionStoreOptions {
	link: RedisLink;
	prefix: string;
	url: string;
}

/**
 * The session store of all instances on one Redis. Each instance has a copy of the ended sessions, so that
 * verifying a token needs no round trip and works while Redis is unreachable. When Redis is available again, the
 * copy is completed, and the connections of sessions that ended in the meantime are closed. Tickets are only in
 * Redis, and cannot be issued or redeemed while it is unreachable: otherwise a ticket could be used twice.
 */
export class RedisSessionStore extends EndedSessions implements SessionStore {
	readonly #link: RedisLink;
	readonly #key: string;
	readonly #channel: string;
	readonly #ticketKey: (ticket: string) => string;
	#isSubscribed = false;

	constructor({ link, prefix, url }: RedisSessionStoreOptions) {
		super();
		const { ended, channel, ticket } = sessionKeys(prefix, databaseOf(url));
		this.#link = link;
		this.#key = ended;
		this.#channel = channel;
		this.#ticketKey = ticket;
		link.register({ lost: () => undefined, restore: () => this.#restore() });
	}

	async end(session: Ended): Promise<void> {
		this.add([session]);
		if (session.expiresAt !== null)
			await this.#publishEnded([[session.sessionId, session.expiresAt]]);
	}

	async keepTicket(ticket: string, identity: Identity, ms: number): Promise<void> {
		const { sessionId, user, expiresAt } = identity;
		const kept = JSON.stringify({ sessionId, user, expiresAt });
		await this.#link.command(['SET', this.#ticketKey(ticket), kept, 'PX', String(ms)]);
	}

	async takeTicket(ticket: string): Promise<Identity | null> {
		// One command, so that only one instance gets the ticket.
		const kept = await this.#link.command(['GETDEL', this.#ticketKey(ticket)]);
		return kept === null ? null : v.parse(v.pipe(v.string(), v.parseJson(), TicketSchema), kept);
	}

	/** Called when Redis is available again: publishes the sessions in the copy, and reads those that it lacks. */
	async #restore(): Promise<void> {
		if (!this.#isSubscribed) {
			// Subscribed once: after a reconnection the link restores the subscription.
			await this.#link.subscribe(this.#channel, (payload) => this.add(parse(payload)));
			this.#isSubscribed = true;
		}
		await this.#publishEnded([...this.all]);
		const all = await this.#link.command(['ZRANGE', this.#key, '0', '-1', 'WITHSCORES']);
		this.add(pairs(all));
	}

	async #publishEnded(ended: [sessionId: string, expiresAt: number][]): Promise<void> {
		for (let i = 0; i < ended.length; i += sessionsPerCall) {
			const args = ended.slice(i, i + sessionsPerCall).flatMap(([id, at]) => [id, String(at)]);
			await this.#link.run(remember, [this.#key], [this.#channel, String(Date.now()), ...args]);
		}
	}
}

function parse(payload: string): Ended[] {
	const [, sessionId, expiresAt] = /^(\S+) (\d+)$/.exec(payload) ?? [];
	return sessionId === undefined ? [] : [{ sessionId, expiresAt: Number(expiresAt) }];
}

/** RESP3 returns a list of [member, score]. */
function pairs(reply: unknown): Ended[] {
	const rows = v.safeParse(v.array(v.tuple([v.string(), v.number()])), reply);
	return rows.success
		? rows.output.map(([sessionId, expiresAt]) => ({ sessionId, expiresAt }))
		: [];
}
