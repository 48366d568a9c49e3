import {
	parseConnectionReport,
	type ConnectionReport,
	type Fault
} from '$lib/protocol/connection-fault.ts';

/**
 * Makes the server cause a fault on one of the reader’s connections; null if that is impossible.
 * @param fetch reaches the server that has the connection
 * @param id the id of the connection; needed only if its name may by now belong to a newer one
 */
export function causeFault(
	connection: string,
	fault: Fault,
	fetch = window.fetch,
	id?: string
): Promise<ConnectionReport | null> {
	const init = {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ fault, id })
	};
	return request(connection, init, fetch);
}

/** The server’s view of one of the reader’s connections; null if it is unknown. */
export function readReport(
	connection: string,
	fetch = window.fetch
): Promise<ConnectionReport | null> {
	return request(connection, { cache: 'no-store' }, fetch);
}

async function request(
	connection: string,
	init: RequestInit,
	fetch: typeof window.fetch
): Promise<ConnectionReport | null> {
	try {
		const response = await fetch(`/api/connections/${connection}`, init);
		return response.ok ? parseConnectionReport(await response.json()) : null;
	} catch {
		return null;
	}
}
