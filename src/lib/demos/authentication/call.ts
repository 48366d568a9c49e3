import type { Problem } from '$lib/protocol/errors.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';

export interface Answer {
	status: number;
	/** Parsed JSON, not yet validated; undefined for status 204. */
	body: unknown;
	/** Set if the server has rejected the request. */
	problem: Problem | null;
	/** The server's clock, in ms since 1970; this browser's if the response has no date. */
	serverTime: number;
}

export type CallOptions = Omit<RequestInit, 'body' | 'method'> & { body?: object };

/** Sends a request with an optional JSON body; null if there is no answer, or one that is not JSON. Never rejects. */
export async function call(
	method: string,
	path: string,
	{ body, ...init }: CallOptions
): Promise<Answer | null> {
	try {
		const response = await fetch(path, {
			method,
			...init,
			...(body && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			})
		});
		const answer: unknown = response.status === 204 ? undefined : await response.json();
		const problem = response.ok ? null : parseNamedEvent('error', answer);
		return {
			status: response.status,
			body: answer,
			problem: problem?.type === 'error' ? problem : null,
			serverTime: Date.parse(response.headers.get('date') ?? '') || Date.now()
		};
	} catch {
		return null;
	}
}
