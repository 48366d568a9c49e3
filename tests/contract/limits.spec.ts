import { describe, expect, it } from 'vitest';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { SseTestClient } from './lib/sse-client.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

const room = 'limited';

describe.each([
	['MAX_CONNECTIONS', { MAX_CONNECTIONS: '2' }],
	['MAX_CONNECTIONS_PER_IP', { MAX_CONNECTIONS_PER_IP: '2' }]
])('V14: %s', (_, env) => {
	const server = fileServer(env);

	it.each(transports.filter(({ isStream }) => isStream))(
		'holds for $name: a connection over the limit gets the reason, and one is accepted again when the first two have closed [settings-max-connections, websocket-refusal, error-503, close-1013, closing, sse-final]',
		async ({ connect }) => {
			const held = [connect(server, { room }), connect(server, { room })];
			await Promise.all(held.map((client) => client.ready()));

			const webSocket = new WebSocketTestClient(server, `?room=${room}`);
			expect(await webSocket.ended()).toEqual({ code: 1013, reason: 'full' });
			expect(webSocket.of('closing')[0]?.retryAfterMs).toBeGreaterThan(0);

			const stream = new SseTestClient(server, { room });
			expect(await stream.ended()).toEqual({ code: 1013, reason: 'full' });
			expect(stream.response?.status).toBe(200);
			expect(stream.retries).toEqual([stream.of('closing')[0]?.retryAfterMs]);

			const poll = await request(server, 'GET', `/api/rooms/${room}/poll`);
			expect([poll.status, poll.body?.['code']]).toEqual([503, 'full']);
			expect(Number(poll.headers.get('retry-after'))).toBeGreaterThan(0);

			const socketIo = new SocketIoTestClient(server);
			expect(await socketIo.refused()).toMatchObject({ code: 'full' });
			await until(
				() => socketIo.socket.io.engine.readyState === 'closed',
				'the end of the connection'
			);

			for (const client of held) client.close();
			const isFree = async () => {
				const answer = await request(server, 'GET', `/api/rooms/${room}/poll?after=none.0`);
				return answer.status === 200;
			};
			await until(isFree, 'a free place');
		},
		20_000
	);
});
