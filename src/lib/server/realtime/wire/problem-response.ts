import type { ServerResponse } from 'node:http';
import { errors, type Problem } from '../../../protocol/errors.ts';

/** Headers of an error response: never stored; on 429 and 503 with `Retry-After`. */
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

/** Answers a request on Node's response with JSON, which no cache may store. */
export function sendJson(
	res: ServerResponse,
	status: number,
	body: object,
	headers: Record<string, string> = { 'cache-control': 'no-store' }
): void {
	const json = JSON.stringify(body);
	res.writeHead(status, {
		'content-type': 'application/json',
		// Without it Node would use chunked encoding, with an extra chunk for the end.
		'content-length': Buffer.byteLength(json),
		...headers
	});
	res.end(json);
}
