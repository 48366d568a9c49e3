import * as v from 'valibot';
import { maxPayloadBytes, parseJson } from '../../protocol/client-event.ts';
import { FaultSchema } from '../../protocol/connection-fault.ts';
import { errors, type ErrorCode, type Problem } from '../../protocol/errors.ts';
import { NameSchema } from '../../protocol/name.ts';
import { reportError, type RealtimeContext } from '../realtime/context.ts';
import {
	checkRequest,
	requireIdentity,
	type CheckedRequest
} from '../realtime/guards/check-request.ts';
import { AddressBudget } from '../realtime/guards/address-budget.ts';
import { isAllowedOrigin, publicOrigin } from '../realtime/guards/origin.ts';
import { headOfEvent, type ApiEvent } from '../realtime/guards/request.ts';
import { namedRequestBurst, namedRequestsPerSecond } from '../realtime/limits.ts';
import { Refusal } from '../realtime/refusal.ts';
import { clearSessionCookie, writeSessionCookie } from '../realtime/session/cookie.ts';
import { isGuest } from '../realtime/session/identity.ts';
import { problemHeaders } from '../realtime/wire/problem-response.ts';
import { discardBody, readText } from './web-body.ts';

const SessionSchema = v.object({
	name: NameSchema,
	/** Seconds. A session may be shorter than SESSION_TTL, never longer. */
	expiresIn: v.optional(
		v.pipe(
			v.number('must be a number'),
			v.integer('must be an integer'),
			v.minValue(1, 'must be at least 1')
		)
	)
});

/**
 * How many sessions an address may end: this many at once, then this many per second. An ended session is remembered
 * until its token expires, so without a limit one address could fill the memory.
 */
const sessionEndBurst = 600;
const sessionEndsPerSecond = 0.05;

type Headers = Record<string, string>;

/** The codes of SvelteKit's own error responses. Other statuses are not changed. */
const codeOfStatus = new Map<number, ErrorCode>([
	[400, 'bad_request'],
	[404, 'not_found'],
	[405, 'method_not_allowed'],
	[413, 'too_large'],
	[415, 'unsupported_media_type'],
	[500, 'internal']
]);

/** Plain HTTP under `/api` that SvelteKit's routes answer: sessions, tickets, named connections, errors. */
export class HttpApi {
	readonly #context: RealtimeContext;
	readonly #namedBudget = new AddressBudget(namedRequestBurst, namedRequestsPerSecond);
	readonly #sessionEnds = new AddressBudget(sessionEndBurst, sessionEndsPerSecond);

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	/** `POST /api/session {name, expiresIn?}`: begins a session, in a cookie. 200 `{user, expiresAt}` */
	openSession(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ address }) => {
			const { sessions, config, controlLimit } = this.#context;
			await controlLimit?.takeAddress(address);
			const body = parseJson(SessionSchema, await readText(event.request, maxPayloadBytes));
			if (!body.ok) throw refusalOf({ ...body.problem, code: 'bad_request' });
			const { name, expiresIn } = body.value;
			const { token, identity, ttlSeconds } = await sessions.open(name, expiresIn);
			const head = headOfEvent(event);
			const secure = publicOrigin(head, config)?.startsWith('https:') ?? head.isSecure;
			const cookie = writeSessionCookie(token, ttlSeconds, secure);
			const { user, expiresAt } = identity;
			return json({ user, expiresAt }, 200, { 'set-cookie': cookie });
		});
	}

	/**
	 * `DELETE /api/session`: ends the session and its connections. 204, even without a session; 429 if the
	 * address has ended too many.
	 */
	endSession(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ identity, address }) => {
			if (identity !== null && !isGuest(identity)) {
				this.#sessionEnds.require(address);
				await this.#context.sessions.end(identity);
			}
			return new Response(null, { status: 204, headers: { 'set-cookie': clearSessionCookie() } });
		});
	}

	/** `POST /api/tickets`: a ticket for the session. 200 `{ticket, expiresIn}` */
	issueTicket(event: ApiEvent): Promise<Response> {
		return this.#handle(event, async ({ identity, address }, headers) => {
			if (identity === null || isGuest(identity)) throw new Refusal('unauthorised');
			await this.#context.controlLimit?.take({ identity, address, connection: null });
			return json(await this.#context.sessions.issueTicket(identity), 200, headers);
		});
	}

	/** `GET /api/connections/{name}`: the server's view of a named connection. */
	readConnection(event: ApiEvent, name: string): Promise<Response> {
		return this.#handle(event, async (checked, headers) => {
			this.#takeNamedRequest(checked);
			return json(this.#context.named.find(name).report, 200, headers);
		});
	}

	/** `POST /api/connections/{name} {fault, id?}`: causes or ends a fault on a named connection. 200 as for GET */
	causeFault(event: ApiEvent, name: string): Promise<Response> {
		return this.#handle(event, async (checked, headers) => {
			this.#takeNamedRequest(checked);
			const body = parseJson(FaultSchema, await readText(event.request, maxPayloadBytes));
			if (!body.ok) throw refusalOf({ ...body.problem, code: 'bad_request' });
			const { fault, id } = body.value;
			const connection = this.#context.named.find(name);
			// With an id, the fault is for that connection only: the name may belong to a newer one by now.
			if (id === undefined || id === connection.id) connection.apply(fault);
			return json(connection.report, 200, headers);
		});
	}

	/** @throws Refusal `unauthorised`, `rate_limited` */
	#takeNamedRequest({ identity, address }: CheckedRequest): void {
		requireIdentity(identity);
		this.#namedBudget.require(address);
	}

	/** Whether the origin of the page that sent a request may read responses. */
	isAllowed(event: ApiEvent): boolean {
		return isAllowedOrigin(headOfEvent(event), this.#context.config);
	}

	/**
	 * For endpoints without sessions: the rejection of a request that rooms would reject (an invalid bearer token,
	 * or no session where guests are rejected), or null.
	 */
	async rejectUnauthorised(event: ApiEvent): Promise<Response | null> {
		const headers: Headers = {};
		try {
			const { identity } = await this.#check(event, headers);
			requireIdentity(identity);
			return null;
		} catch (error) {
			return this.#problem(event, error, headers);
		}
	}

	/**
	 * Rejects a request for a reason that a route or SvelteKit's hook has found: an unknown address, a wrong method,
	 * another origin.
	 */
	reject(event: Pick<ApiEvent, 'request'>, code: ErrorCode, headers: Headers = {}): Response {
		return this.#problem(event, new Refusal(code), headers);
	}

	/**
	 * Turns SvelteKit's own error responses under `/api`, which are text or pages (a method without a handler,
	 * an uncaught error), into `{code, message}`. Reads the rest of the request's body.
	 */
	normalizeResponse(event: ApiEvent & { url: URL }, response: Response): Response {
		const code = codeOfStatus.get(response.status);
		const isJson = response.headers.get('content-type')?.startsWith('application/json');
		if (code === undefined || isJson || !event.url.pathname.startsWith('/api/')) {
			discardBody(event.request);
			return response;
		}
		void response.body?.cancel();
		const allow = response.headers.get('allow');
		return this.reject(event, code, allow === null ? {} : { allow });
	}

	/** Runs the guards, then `answer`, and turns errors into responses. */
	async #handle(
		event: ApiEvent,
		answer: (checked: CheckedRequest, headers: Headers) => Promise<Response>
	): Promise<Response> {
		const headers: Headers = {};
		try {
			return await answer(await this.#check(event, headers), headers);
		} catch (error) {
			return this.#problem(event, error, headers);
		}
	}

	/**
	 * The guards of every request; SvelteKit's hook has checked the origin. An invalid bearer token is rejected on
	 * every endpoint, even one that needs no session.
	 * @param headers receives the headers that every response needs, even a rejection
	 */
	#check(event: ApiEvent, headers: Headers): Promise<CheckedRequest> {
		const onStaleCookie = () => {
			headers['set-cookie'] = clearSessionCookie();
		};
		const options = { isOriginChecked: true, guests: 'address', onStaleCookie } as const;
		return checkRequest(headOfEvent(event), options, this.#context);
	}

	#problem({ request }: Pick<ApiEvent, 'request'>, error: unknown, headers: Headers): Response {
		discardBody(request);
		const problem = reportError(error, this.#context, 'http');
		const { status } = errors[problem.code];
		return json(problem, status, { ...problemHeaders(problem), ...headers });
	}
}

function json(body: object, status: number, headers: Headers): Response {
	return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

function refusalOf({ code, ...more }: Problem): Refusal {
	return new Refusal(code, more);
}
