import type { TestServer } from './server.ts';

/** One request to the API; the body, if any, as JSON. */
export async function request(
	server: TestServer,
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

/** Begins a session; gives the cookie as a browser would send it back, and the token in it. */
export async function signIn(server: TestServer, name: string) {
	const { headers, body } = await request(server, 'POST', '/api/session', { name });
	const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
	return { cookie, token: cookie.slice(cookie.indexOf('=') + 1), body };
}

export function publish(server: TestServer, room: string, text: string, more: object = {}) {
	return request(server, 'POST', `/api/rooms/${room}/messages`, { text, ...more });
}
