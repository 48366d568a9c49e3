import type { ServerResponse } from 'node:http';
import { errors, type Problem } from '../../protocol/errors.ts';

/** Headers that go with every answer of the API: never stored; on 429 and 503, when to come back. */
export function problemHeaders({ code, retryAfterMs = 1000 }: Problem): Record<string, string> {
	const { status } = errors[code];
	const headers = { 'cache-control': 'no-store' };
	if (status !== 429 && status !== 503) return headers;
	return { ...headers, 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
}

/** Answers a request on Node's response with `{code, message}` under the code's status. */
export function refuse(
	res: ServerResponse,
	problem: Problem,
	headers: Record<string, string> = {}
): void {
	res.writeHead(errors[problem.code].status, {
		'content-type': 'application/json',
		...problemHeaders(problem),
		...headers
	});
	res.end(JSON.stringify(problem));
}
