import type * as v from 'valibot';
import { maxPayloadBytes, parseJson } from '../../protocol/client-event.ts';
import { errors } from '../../protocol/errors.ts';
import { discardBody, readText } from '../api/web-body.ts';
import { AddressBudget } from '../realtime/guards/address-budget.ts';
import type { ApiEvent } from '../realtime/guards/request.ts';
import { problemHeaders } from '../realtime/wire/problem-response.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import type { ExampleHost } from './host.ts';

/** Requests of one address: far more than a person sends by clicking fast. */
const requestBurst = 60;
const requestsPerSecond = 3;
const budget = new AddressBudget(requestBurst, requestsPerSecond);
const retryAfterMs = 1000;

/**
 * Answers a POST of JSON: validates the body with `schema` and responds with the result of `act`. A Refusal becomes a
 * response with its status and `{code, message}`.
 */
export async function answerJson<Body>(
	host: Pick<ExampleHost, 'addressOf'>,
	event: ApiEvent,
	schema: v.GenericSchema<unknown, Body>,
	act: (body: Body) => Promise<object> | object
): Promise<Response> {
	try {
		if (!budget.take(host.addressOf(event))) throw new Refusal('rate_limited', { retryAfterMs });
		const body = parseJson(schema, await readText(event.request, maxPayloadBytes));
		if (!body.ok) throw new Refusal(body.problem.code, body.problem);
		return Response.json(await act(body.value), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		discardBody(event.request);
		return errorResponse(error);
	}
}

/** The HTTP response for a Refusal. @throws any other error: it is a bug, to be logged by SvelteKit */
export function errorResponse(error: unknown): Response {
	if (!(error instanceof Refusal)) throw error;
	const problem = problemOf(error);
	const { status } = errors[problem.code];
	return Response.json(problem, { status, headers: problemHeaders(problem) });
}
