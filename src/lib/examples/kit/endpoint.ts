import type * as v from 'valibot';
import { maxPayloadBytes, parseJson } from '../../protocol/client-event.ts';
import { errors } from '../../protocol/errors.ts';
import type { ApiEvent } from '../../server/realtime/guards/request.ts';
import { problemHeaders } from '../../server/realtime/problem-response.ts';
import { problemOf, Refusal } from '../../server/realtime/refusal.ts';
import { discardBody, readText } from '../../server/realtime/transports/http-body.ts';
import { Bucket } from './bucket.ts';
import type { ExampleHost } from './host.ts';

/** Per address: a reader who presses buttons fast does not come near. */
const burst = 60;
const perSecond = 3;
/** A map that only grows would be a leak (L1): who has not asked for the longest time is forgotten. */
const maxAddresses = 10_000;
const buckets = new Map<string, Bucket>();

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
		takeTurn(host.addressOf(event));
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

function takeTurn(address: string): void {
	const bucket = buckets.get(address) ?? new Bucket(burst, perSecond);
	buckets.delete(address);
	buckets.set(address, bucket); // a Map keeps the order: the oldest comes first
	const [oldest] = buckets.keys();
	if (buckets.size > maxAddresses && oldest !== undefined) buckets.delete(oldest);
	if (!bucket.take(performance.now())) throw new Refusal('rate_limited', { retryAfterMs: 1000 });
}
