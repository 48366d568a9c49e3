import * as v from 'valibot';
import { maxPayloadBytes, parseJson } from '../../protocol/client-event.ts';
import { errors, type ErrorCode, type Problem } from '../../protocol/errors.ts';
import { NameSchema } from '../../protocol/name.ts';
import { reportError, type RealtimeContext } from '../realtime/context.ts';
import { clientAddress } from '../realtime/guards/address.ts';
import { isAllowedOrigin, publicOrigin } from '../realtime/guards/origin.ts';
import { headOfEvent, type ApiEvent, type RequestHead } from '../realtime/guards/request.ts';
import { isGuest, type Identity } from '../realtime/session/identity.ts';
import { problemHeaders } from '../realtime/wire/problem-response.ts';
import { Refusal } from '../realtime/refusal.ts';
import { clearSessionCookie, writeSessionCookie } from '../realtime/session/cookie.ts';
import { jitterMs } from '../realtime/jitter.ts';
import { discardBody, readText } from './web-body.ts';

const SessionSchema = v.object({ name: NameSchema });

/** What SvelteKit's own refusals are called here; other answers of an endpoint are its own affair. */
const codeOfStatus = new Map<number, ErrorCode>([
	[400, 'bad_request'],
	[404, 'not_found'],
	[405, 'method_not_allowed'],
	[413, 'too_large'],
	[415, 'unsupported_media_type'],
	[500, 'internal']
]);

/** A request that has passed the guards. */
interface CheckedEvent {
	head: RequestHead;
	/** Who is asking; null where guests are not let in. */
	identity: Identity | null;
	/** Headers that belong to every answer, a refusal too: a cookie that is no use is cleared. */
	headers: Record<string, string>;
}

/** The answers to plain HTTP requests under `/api`. */
export class HttpApi {
	readonly #context: RealtimeContext;

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	/** `POST /api/session {name}`: begins a session, in a cookie. 200 `{user, expiresAt}` */
	openSession(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ head }) => {
			const { sessions, config, controlLimit } = this.#context;
			await controlLimit?.takeAddress(this.#address(head));
			const body = parseJson(SessionSchema, await readText(event.request, maxPayloadBytes));
			if (!body.ok) throw refusalOf({ ...body.problem, code: 'bad_request' });
			const { token, identity } = await sessions.open(body.value.name);
			const secure = publicOrigin(head, config)?.startsWith('https:') ?? head.secure;
			const cookie = writeSessionCookie(token, config.sessionTtlSeconds, secure);
			const { user, expiresAt } = identity;
			return json({ user, expiresAt }, 200, { 'set-cookie': cookie });
		});
	}

	/** `DELETE /api/session`: ends the session and its connections. 204, also if there was none. */
	endSession(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ identity }) => {
			if (identity !== null && !isGuest(identity)) {
				await this.#context.sessions.end(identity);
			}
			return new Response(null, { status: 204, headers: { 'set-cookie': clearSessionCookie() } });
		});
	}

	/** `POST /api/tickets`: a ticket for the session. 200 `{ticket, expiresIn}` */
	issueTicket(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ head, identity, headers }) => {
			if (identity === null || isGuest(identity)) throw new Refusal('unauthorised');
			const address = this.#address(head);
			await this.#context.controlLimit?.take({ identity, address, connection: null });
			return json(await this.#context.sessions.issueTicket(identity), 200, headers);
		});
	}

	/** Whether the page behind a request may read from here: for endpoints that answer by themselves. */
	isAllowed(event: ApiEvent): boolean {
		return isAllowedOrigin(headOfEvent(event), this.#context.config);
	}

	/**
	 * The refusal for who may not ask, by the rules of the rooms (a bad bearer, no session where no guests are
	 * let in), for endpoints that answer by themselves; null for anybody else.
	 */
	async rejectUnauthorised(event: ApiEvent): Promise<Response | null> {
		const headers: Record<string, string> = {};
		try {
			const { identity, staleCookie } = await this.#context.sessions.of(headOfEvent(event));
			if (staleCookie) headers['set-cookie'] = clearSessionCookie();
			if (identity === null) throw new Refusal('unauthorised');
			return null;
		} catch (error) {
			discardBody(event.request);
			return problemJson(reportError(error, this.#context, 'http'), headers);
		}
	}

	/** A refusal for what endpoints find by themselves: no such address, no such method, a foreign page. */
	reject(
		{ request }: Pick<ApiEvent, 'request'>,
		code: ErrorCode,
		headers: Record<string, string> = {}
	): Response {
		discardBody(request);
		return problemJson(reportError(new Refusal(code), this.#context, 'http'), headers);
	}

	/**
	 * What SvelteKit has answered, as programs expect it: under `/api` its own refusals, which are text or
	 * pages (a method without a handler, an error that nobody caught), become `{code, message}`. What the
	 * endpoint has left of the request's body is read on.
	 */
	normalizeResponse(event: ApiEvent & { url: URL }, response: Response): Response {
		const code = codeOfStatus.get(response.status);
		const isOurs = response.headers.get('content-type')?.startsWith('application/json');
		if (code === undefined || isOurs || !event.url.pathname.startsWith('/api/')) {
			discardBody(event.request);
			return response;
		}
		void response.body?.cancel();
		const allow = response.headers.get('allow');
		return this.reject(event, code, allow === null ? {} : { allow });
	}

	/**
	 * The guards that every request passes after the hook's check of its origin, and the one place where errors
	 * become answers. An invalid bearer is rejected on every endpoint, even one that needs no session.
	 */
	async #handle(
		event: ApiEvent,
		handle: (asked: CheckedEvent) => Promise<Response>
	): Promise<Response> {
		const { sessions } = this.#context;
		const headers: Record<string, string> = {};
		try {
			const head = headOfEvent(event);
			if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });
			const { identity, staleCookie } = await sessions.of(head, this.#address(head));
			if (staleCookie) headers['set-cookie'] = clearSessionCookie();
			return await handle({ head, identity, headers });
		} catch (error) {
			discardBody(event.request);
			return problemJson(reportError(error, this.#context, 'http'), headers);
		}
	}

	#address(head: RequestHead): string {
		return clientAddress(head, this.#context.config);
	}
}

function json(body: object, status: number, headers: Record<string, string>): Response {
	return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

function problemJson(problem: Problem, headers: Record<string, string> = {}): Response {
	const { status } = errors[problem.code];
	return json(problem, status, { ...problemHeaders(problem), ...headers });
}

function refusalOf({ code, ...more }: Problem): Refusal {
	return new Refusal(code, more);
}
