import { parseNamedEvent } from '$lib/protocol/server-event.ts';

/** Why the server rejected a request for a room. */
export interface Refusal {
	/** Whether the same request would be rejected again. */
	isFinal: boolean;
	code: string;
	retryAfterMs?: number;
}

/** Statuses that a repeated request would get again, by the contract. */
const finalStatuses: readonly number[] = [400, 401, 403, 404];

/** The refusal in a response other than 200. */
export async function refusalOf(response: Response): Promise<Refusal> {
	const body: unknown = await response.json().catch(() => null);
	const problem = parseNamedEvent('error', body);
	const refusal = problem?.type === 'error' ? problem : undefined;
	const seconds = Number(response.headers.get('retry-after') ?? NaN);
	const retryAfterMs = refusal?.retryAfterMs ?? (seconds > 0 ? seconds * 1000 : undefined);
	return {
		isFinal: finalStatuses.includes(response.status),
		code: refusal?.code ?? `http ${response.status}`,
		...(retryAfterMs !== undefined && { retryAfterMs })
	};
}

/** Requests `url` once, and returns why the server rejects it; undefined if it accepts the request or does not answer. */
export async function findRefusal(
	url: string,
	fetch: typeof window.fetch
): Promise<Refusal | undefined> {
	const controller = new AbortController();
	try {
		const response = await fetch(url, { signal: controller.signal });
		return response.ok ? undefined : await refusalOf(response);
	} catch {
		return undefined;
	} finally {
		// An accepted stream would stay open.
		controller.abort();
	}
}
