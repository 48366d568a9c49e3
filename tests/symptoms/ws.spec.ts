import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { listen } from '../support/listen.ts';
import { errorOf, serve, thrownBy } from './node.ts';
import { expectPrinted } from './page.ts';

test('each of two WebSocket servers on one HTTP server also answers upgrades meant for the other', async () => {
	// #region two-handlers
	const server = serve(); // 普通のHTTPサーバー
	new WebSocketServer({ server, path: '/chat' });
	new WebSocketServer({ server, path: '/notice' }); // /chatのハンドシェイクにも400を書き込む
	// #endregion two-handlers
	const url = `ws://127.0.0.1:${await listen(server)}`;
	expectPrinted('invalid-frame-header', await errorOf(new WebSocket(`${url}/chat`)));
	expectPrinted('unexpected-response', await errorOf(new WebSocket(`${url}/notice`)));
});

test('a standalone WebSocket server answers plain requests with 426', async () => {
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${port}/`);
	expectPrinted('plain-request', `${response.status} ${response.statusText}`);
	server.close();
});

test('a message over maxPayload is an error on the server and 1009 for the sender', async () => {
	const server = serve();
	const chat = new WebSocketServer({ server, maxPayload: 64 });
	const failed = new Promise<Error>((resolve) =>
		chat.on('connection', (socket) => socket.on('error', resolve))
	);
	const socket = new WebSocket(`ws://127.0.0.1:${await listen(server)}`);
	socket.on('open', () => socket.send('x'.repeat(65)));
	const [code] = (await once(socket, 'close')) as [number];
	expect(code).toBe(1009);
	expectPrinted('max-payload', String(await failed));
});

test('in Node, sending or closing too early fails with other messages than in a browser', async () => {
	const server = serve();
	new WebSocketServer({ server });
	const url = `ws://127.0.0.1:${await listen(server)}`;
	const early = new WebSocket(url);
	expectPrinted('still-connecting', thrownBy(() => early.send('hello')).replace('Error: ', ''));
	const failed = errorOf(early);
	early.close();
	expectPrinted('closed-before', await failed);
});

test('the browser build of ws throws an error that says it does not work', () => {
	const load = createRequire(import.meta.url);
	const browser = load(
		fileURLToPath(new URL('../../node_modules/ws/browser.js', import.meta.url))
	) as () => void;
	expectPrinted('ws-browser', thrownBy(browser));
});

test('a handshake answered with a status other than 101 is an error that names the status', async () => {
	const server = serve();
	server.on('upgrade', (request, socket) => {
		socket.end(
			`HTTP/1.1 ${request.url?.slice(1)} No\r\nLocation: /\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
		);
	});
	const port = await listen(server);
	for (const status of [301, 302, 400, 403, 404, 502, 503, 504]) {
		const message = await errorOf(new WebSocket(`ws://127.0.0.1:${port}/${status}`));
		expect(message).toBe(`Unexpected server response: ${status}`);
	}
});
