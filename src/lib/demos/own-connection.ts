import {
	parseConnectionReport,
	type ConnectionReport,
	type Fault
} from '$lib/protocol/connection-fault.ts';

/** Makes the server cause a fault on one of the reader’s connections; null if that is impossible. */
export function causeFault(connection: string, fault: Fault): Promise<ConnectionReport | null> {
	return request(connection, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ fault })
	});
}

/** The server’s view of one of the reader’s connections; null if it is unknown. */
export function readReport(connection: string): Promise<ConnectionReport | null> {
	return request(connection, { cache: 'no-store' });
}

async function request(connection: string, init: RequestInit): Promise<ConnectionReport | null> {
	try {
		const response = await fetch(`/api/connections/${connection}`, init);
		return response.ok ? parseConnectionReport(await response.json()) : null;
	} catch {
		return null;
	}
}
