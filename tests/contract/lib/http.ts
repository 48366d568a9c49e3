import { parseNamedEvent, type ServerEvent } from '../../../src/lib/protocol/server-event.ts';
import type { Address } from './server.ts';

/** Sends one request to the API, with the body as JSON; a string is sent as it is. */
export async function request(
	server: Address,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {}
) {
	const response = await fetch(server.origin + path, {
		method,
		headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
	});
	const text = await response.text();
	const json = text === '' ? null : (JSON.parse(text) as Record<string, unknown>);
	return { status: response.status, headers: response.headers, body: json };
}

/** Starts a session. Returns the cookie as a browser sends it, and the token in it. */
export async function signIn(server: Address, name: string) {
	const { headers } = await request(server, 'POST', '/api/session', { name });
	const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
	return { cookie, token: cookie.slice(cookie.indexOf('=') + 1) };
}

export function publish(server: Address, room: string, text: string, more: object = {}) {
	return request(server, 'POST', `/api/rooms/${room}/messages`, { text, ...more });
}

/** Publishes over HTTP, as clients of receive-only transports do. Returns the response as an event. */
export async function publishAs(
	server: Address,
	{ room, headers, trace }: { room: string; headers?: Record<string, string>; trace?: string },
	text: string,
	clientId?: string
): Promise<ServerEvent> {
	const query = trace === undefined ? '' : `?trace=${trace}`;
	const path = `/api/rooms/${room}/messages${query}`;
	const { status, body } = await request(server, 'POST', path, { text, clientId }, headers);
	const about = clientId === undefined ? {} : { clientId };
	const event = parseNamedEvent(status === 201 ? 'ack' : 'error', { ...body, ...about });
	if (event === null) throw new Error(`not in the protocol: ${JSON.stringify(body)}`);
	return event;
}

/** Publishes long messages of `bytes` in total, fifty at a time. Returns their number. */
export async function flood(server: Address, room: string, bytes: number): Promise<number> {
	const text = '𠮷'.repeat(2000);
	const count = Math.ceil(bytes / Buffer.byteLength(text));
	for (let sent = 0; sent < count; sent += 50) {
		const burst = Math.min(50, count - sent);
		await Promise.all(Array.from({ length: burst }, () => publish(server, room, text)));
	}
	return count;
}
