import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxPayloadBytes } from '../../protocol/client-event.ts';
import { readJsonText } from '../api/body.ts';
import type { HttpApi } from '../api/http.ts';
import type { ApiEvent } from '../realtime/guards/request.ts';

/**
 * Answers requests about named connections in a process without SvelteKit. Elsewhere SvelteKit answers them (see
 * src/routes/api/connections). Any other path gets 404.
 */
export async function answerConnectionRequest(
	http: HttpApi,
	req: IncomingMessage,
	res: ServerResponse
): Promise<void> {
	const response = await respond(http, req);
	res.writeHead(response.status, Object.fromEntries(response.headers));
	res.end(await response.text());
}

async function respond(http: HttpApi, req: IncomingMessage): Promise<Response> {
	const { method } = req;
	const url = `http://localhost${req.url ?? '/'}`;
	const [, name] = /^\/api\/connections\/([^/]+)$/.exec(new URL(url).pathname) ?? [];
	const body = method === 'POST' ? { body: await readJsonText(req, maxPayloadBytes) } : {};
	const headers = { 'content-type': req.headers['content-type'] ?? '' };
	const request = new Request(url, {
		method: method === 'POST' ? method : 'GET',
		headers,
		...body
	});
	const event: ApiEvent = {
		request,
		platform: { req },
		getClientAddress: () => req.socket.remoteAddress ?? ''
	};
	if (name === undefined) return http.reject(event, 'not_found');
	if (method === 'GET') return http.readConnection(event, name);
	if (method === 'POST') return http.causeFault(event, name);
	return http.reject(event, 'method_not_allowed');
}
