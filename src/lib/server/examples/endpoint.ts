import type * as v from 'valibot';
import { maxPayloadBytes, parseJson } from '../../protocol/client-event.ts';
import { errors } from '../../protocol/errors.ts';
import { discardBody, readText } from '../api/web-body.ts';
import type { ApiEvent } from '../realtime/guards/request.ts';
import { problemHeaders } from '../realtime/wire/problem-response.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { AddressBudget } from './address-budget.ts';
import type { ExampleHost } from './host.ts';

/** Per address: a reader who presses buttons fast does not come near. */
const budget = new AddressBudget(60, 3);

/**
 * Answers a POST of JSON. `act` gets the body once it has passed `schema`, and gives what is answered.
 * A Refusal, thrown anywhere on the way, becomes its status and `{code, message}`.
 */
export async function answer<Body>(
	host: Pick<ExampleHost, 'addressOf'>,
	event: ApiEvent,
	schema: v.GenericSchema<unknown, Body>,
	act: (body: Body) => Promise<object> | object
): Promise<Response> {
	try {
		if (!budget.take(host.addressOf(event))) {
			throw new Refusal('rate_limited', { retryAfterMs: 1000 });
		}
		const body = parseJson(schema, await readText(event.request, maxPayloadBytes));
		if (!body.ok) throw new Refusal(body.problem.code, body.problem);
		return Response.json(await act(body.value), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		discardBody(event.request);
		return refused(error);
	}
}

/** What a Refusal looks like over HTTP. Anything else is a bug, and thrown on to be logged. */
export function refused(error: unknown): Response {
	if (!(error instanceof Refusal)) throw error;
	const problem = problemOf(error);
	const { status } = errors[problem.code];
	return Response.json(problem, { status, headers: problemHeaders(problem) });
}
