import {
	parseConnectionReport,
	type ConnectionReport,
	type Fault
} from '$lib/protocol/connection-fault.ts';

/** 自分の接続に、サーバーで障害を起こす。起こせなければ null */
export function causeFault(connection: string, fault: Fault): Promise<ConnectionReport | null> {
	return ask(connection, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ fault })
	});
}

/** サーバーから見た、自分の接続の状態。分からなければ null */
export function readReport(connection: string): Promise<ConnectionReport | null> {
	return ask(connection, { cache: 'no-store' });
}

async function ask(connection: string, init: RequestInit): Promise<ConnectionReport | null> {
	try {
		const response = await fetch(`/api/connections/${connection}`, init);
		return response.ok ? parseConnectionReport(await response.json()) : null;
	} catch {
		return null;
	}
}
