import type { Cursor } from '../../../protocol/cursor.ts';
import type { RealtimeContext } from '../context.ts';
import { jitterMs } from '../jitter.ts';
import { Refusal } from '../refusal.ts';
import { guestKey, unidentified, type Identity } from '../session/identity.ts';
import { linkSubject, reportStep } from '../tap/steps.ts';
import { clientAddress } from './address.ts';
import { requireCursor } from './cursor.ts';
import type { OpeningLimit } from './opening-limit.ts';
import { isAllowedOrigin } from './origin.ts';
import type { RequestHead } from './request.ts';
import { requireRoom } from './room.ts';

/*
 * The guards that a request passes before it is served, in one order for SSE, polling, WebSockets, `query.live` and
 * the API:
 *
 *   draining → origin → address, rate → credentials are valid → room → credentials are present → cursor → capacity
 *
 * Cheap checks come first, and capacity last, because what it reserves has to be released. What limits the
 * messages of an accepted connection is in messages.ts and violations.ts.
 *
 * Two kinds of connections have another order. Socket.IO can answer with a reason only after Engine.IO has opened the connection: headers
 * are verified and the connection is counted first; draining, tickets and the rejection over capacity follow, then
 * room and cursor for each event. The event streams of SvelteKit's endpoints are counted before SvelteKit runs;
 * its hook checks their credentials afterwards.
 */

type GuardContext = Pick<RealtimeContext, 'config' | 'sessions' | 'isDraining'>;

export interface RequestOptions {
	/** Set where the upgrade router or SvelteKit's hook has checked the origin already. */
	isOriginChecked?: boolean;
	/** Limits the rate at which an address may connect. */
	rate?: Pick<OpeningLimit, 'take'>;
	/** `connection`: each connection is a new guest, unless it sends a key; `address`: one guest per address. */
	guests: 'connection' | 'address';
	/** The guest key as the client sent it (`?guest=`), with which a guest keeps its name over reconnections. */
	guest?: string | null;
	/** Called if the session cookie is invalid: the response has to clear it, even if it is a rejection. */
	onStaleCookie?: () => void;
}

export interface CheckedRequest {
	/** The client's IP address, normalized. */
	address: string;
	/** Null if the request has no credentials and guests are rejected (REQUIRE_AUTH). */
	identity: Identity | null;
}

export interface RoomOptions extends RequestOptions {
	/** The room's name as the client sent it. */
	room: unknown;
	/** Set where credentials may follow later: the identity is then `unidentified`. */
	mayAuthenticateLater?: boolean;
}

export interface CheckedRoomRequest extends CheckedRequest {
	room: string;
	identity: Identity;
}

export interface ReaderOptions extends RoomOptions {
	/** The cursor as the client sent it, if it sent one. */
	after?: string | null;
}

export interface CheckedReader extends CheckedRoomRequest {
	/** Where the reader resumes; null: it gets only new messages. */
	after: Cursor | null;
	/** Stops counting it as a connection. Safe to call more than once. */
	release: () => void;
}

/** The rejection of requests that arrive while the process shuts down. */
export const drainingRefusal = () => new Refusal('draining', { retryAfterMs: jitterMs() });

/** @throws Refusal `draining` while the process shuts down */
export function requireServing({ isDraining }: Pick<RealtimeContext, 'isDraining'>): void {
	if (isDraining()) throw drainingRefusal();
}

/**
 * The guards before the credentials are checked. Returns the client's address.
 * @throws Refusal `draining`, `forbidden_origin`, `rate_limited`
 */
export function checkSender(
	head: RequestHead,
	{ isOriginChecked = false, rate }: Pick<RequestOptions, 'isOriginChecked' | 'rate'>,
	context: Pick<RealtimeContext, 'config' | 'isDraining'>
): string {
	requireServing(context);
	const { config } = context;
	if (!isOriginChecked && !isAllowedOrigin(head, config)) throw new Refusal('forbidden_origin');
	reportStep(head.source, 'origin-checked');
	const address = clientAddress(head, config);
	rate?.take(address);
	return address;
}

/**
 * The guards in front of every request.
 * @throws Refusal as `checkSender`, and `unauthorised`, `token_expired`
 */
export async function checkRequest(
	head: RequestHead,
	options: RequestOptions,
	context: GuardContext
): Promise<CheckedRequest> {
	const address = checkSender(head, options, context);
	const seed = options.guests === 'address' ? { address } : guestKey(options.guest);
	const { identity, isCookieStale } = await context.sessions.of(head, seed);
	if (isCookieStale) options.onStaleCookie?.();
	if (identity !== null) linkSubject(identity, head.source);
	reportStep(head.source, 'credentials-checked');
	return { address, identity };
}

/**
 * The guards in front of a request that concerns a room.
 * @throws Refusal as `checkRequest`, and `bad_room`, `room_closed`
 */
export async function checkRoomRequest(
	head: RequestHead,
	options: RoomOptions,
	context: GuardContext
): Promise<CheckedRoomRequest> {
	const { address, identity } = await checkRequest(head, options, context);
	const room = requireRoom(options.room, context.config.openRooms);
	reportStep(head.source, 'room-checked');
	if (options.mayAuthenticateLater !== true) requireIdentity(identity);
	return { room, address, identity: identity ?? unidentified };
}

/**
 * The guards in front of a connection that reads a room. It counts as a connection until `release` is called.
 * @throws Refusal as `checkRoomRequest`, and `bad_cursor`, `full`
 */
export async function checkReader(
	head: RequestHead,
	options: ReaderOptions,
	context: GuardContext & Pick<RealtimeContext, 'limit'>
): Promise<CheckedReader> {
	const checked = await checkRoomRequest(head, options, context);
	const after = requireCursor(options.after);
	const release = context.limit.take(checked.address);
	reportStep(head.source, 'limits-checked');
	return { ...checked, after, release };
}

/** @throws Refusal `unauthorised` where guests are rejected and the request has no credentials */
export function requireIdentity(identity: Identity | null): Identity {
	if (identity === null) throw new Refusal('unauthorised');
	return identity;
}
