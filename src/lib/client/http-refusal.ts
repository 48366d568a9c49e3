import { parseNamedEvent } from '$lib/protocol/server-event.ts';

/** Why a request for a room was not granted. */
export interface Refusal {
	/** Whether the same request would be refused again. */
	isFinal: boolean;
	code: string;
	retryAfterMs?: number;
}

/** Contract: these do not change by waiting. */
const finalStatuses: readonly number[] = [400, 401, 403, 404];

/** What an answer other than 200 says. */
export async function refusalOf(response: Response): Promise<Refusal> {
	const body: unknown = await response.json().catch(() => null);
	const problem = parseNamedEvent('error', body);
	const told = problem?.type === 'error' ? problem : undefined;
	const seconds = Number(response.headers.get('retry-after') ?? NaN);
	const retryAfterMs = told?.retryAfterMs ?? (seconds > 0 ? seconds * 1000 : undefined);
	return {
		isFinal: finalStatuses.includes(response.status),
		code: told?.code ?? `http ${response.status}`,
		...(retryAfterMs !== undefined && { retryAfterMs })
	};
}

/** Asks once for `url`; undefined if it would be granted now, or nobody answers. */
export async function whyRefused(
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
		// A stream that was granted would go on for ever.
		controller.abort();
	}
}
