import type { ServerResponse } from 'node:http';
import { errors, type Problem } from '../../../protocol/errors.ts';

/** Headers that go with every answer of the API: never stored; on 429 and 503, when to come back. */
export function problemHeaders({ code, retryAfterMs = 1000 }: Problem): Record<string, string> {
	const { status } = errors[code];
	const headers = { 'cache-control': 'no-store' };
	if (status !== 429 && status !== 503) return headers;
	return { ...headers, 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
}

/** Answers a request on Node's response with `{code, message}` under the code's status. */
export function sendProblem(
	res: ServerResponse,
	problem: Problem,
	headers: Record<string, string> = {}
): void {
	const all = { ...problemHeaders(problem), ...headers };
	sendJson(res, errors[problem.code].status, problem, all);
}

/** Answers a request on Node's response with JSON, which no cache may keep. */
export function sendJson(
	res: ServerResponse,
	status: number,
	body: object,
	headers: Record<string, string> = { 'cache-control': 'no-store' }
): void {
	const json = JSON.stringify(body);
	res.writeHead(status, {
		'content-type': 'application/json',
		// Without it Node would send a chunk of the body and one for its end.
		'content-length': Buffer.byteLength(json),
		...headers
	});
	res.end(json);
}
