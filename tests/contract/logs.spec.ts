import { expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { publishAs, request, signIn } from './lib/http.ts';
import { recordingLog } from './lib/recording-log.ts';
import { RawClient } from './lib/raw.ts';
import { startServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';

it('the log contains no texts, names, tokens, tickets or URLs', async () => {
	const { lines, log } = recordingLog();
	const server = await startServer({}, log);
	const room = `log-${randomId(20)}`;
	const text = `words ${randomId(12)}`;
	const name = `name ${randomId(12)}`;
	const { cookie, token } = await signIn(server, name);
	const issued = await request(server, 'POST', '/api/tickets', undefined, { cookie });
	const ticket = String(issued.body?.['ticket']);

	for (const { connect } of transports) {
		const client = connect(server, { room, headers: { cookie } });
		await client.ready();
		await client.publish(text);
		await client.texts(1);
		client.close();
	}
	// The rest causes rejections, because mostly errors are logged.
	const webSocket = WebSocketTestClient.connect(server, { room });
	await webSocket.ready();
	webSocket.send({ type: 'auth', ticket });
	await webSocket.next('welcome', 2);
	webSocket.ws.send(`{"type":"message","text":"${text}"`);
	webSocket.send({ type: 'auth', ticket });
	await webSocket.ended();
	const socketIo = new SocketIoTestClient(server, { auth: { ticket, token: `${token}x` } });
	await socketIo.refused();
	await publishAs(server, { room, headers: { authorization: `Bearer ${token}x` } }, text);
	await request(server, 'GET', `/api/rooms/${room}/events?after=${text}&token=${token}`);
	const raw = await RawClient.connect(server);
	await raw.upgrade(`/ws?room=${room}&token=${token}`);
	raw.frame(0xf, text);
	await raw.ended();
	log.error({ err: new Error('a line to check the recorder') });
	await server.realtime.drain();
	await server.close();

	const all = lines.join('');
	expect(all).toContain('a line to check the recorder');
	expect(all).toContain('draining');
	for (const secret of [text, name, token, cookie, ticket, room, 'token=']) {
		expect(all).not.toContain(secret);
	}
});
