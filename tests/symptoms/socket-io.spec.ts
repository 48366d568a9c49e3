import { once } from 'node:events';
import { Server as SocketIo } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../contract/lib/wait.ts';
import { listen } from '../support/listen.ts';
import { errorOf, serve } from './node.ts';
import { expectPrinted } from './page.ts';

test('Socket.IO destroys an upgrade that another handler has not answered within a second', async () => {
	// #region slow-handler
	const server = serve(); // 普通のHTTPサーバー
	const chat = new WebSocketServer({ noServer: true });
	new SocketIo(server); // 担当外のハンドシェイクを、1秒後に切断する
	server.on('upgrade', (request, socket, head) => {
		if (request.url !== '/ws') return;
		setTimeout(() => chat.handleUpgrade(request, socket, head, () => undefined), 1_500);
	});
	// #endregion slow-handler
	const socket = new WebSocket(`ws://127.0.0.1:${await listen(server)}/ws`);
	expectPrinted('slow-handler', await errorOf(socket));
});

test('with destroyUpgrade off Socket.IO ignores other upgrades', async () => {
	const server = serve();
	const chat = new WebSocketServer({ noServer: true });
	new SocketIo(server, { destroyUpgrade: false });
	server.on('upgrade', (request, socket, head) => {
		if (request.url !== '/ws') return;
		setTimeout(() => chat.handleUpgrade(request, socket, head, () => undefined), 1_500);
	});
	const socket = new WebSocket(`ws://127.0.0.1:${await listen(server)}/ws`);
	await once(socket, 'open');
	socket.terminate();
});

test('a Socket.IO session is unknown on another instance', async () => {
	const ports = [serve(), serve()].map((server) => {
		new SocketIo(server);
		return listen(server);
	});
	const [first, second] = await Promise.all(ports);
	// #region session-unknown
	const ask = (port: number | undefined, query = '') =>
		fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling${query}`);

	const opened = await (await ask(first)).text(); // 1台目のサーバーがハンドシェイクに応答する
	const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
	const response = await ask(second, `&sid=${sid}`); // 続きが2台目のサーバーへ届く
	// #endregion session-unknown
	expect(response.status).toBe(400);
	expectPrinted('session-id-unknown', await response.text());
});

test('connect_error of Socket.IO has the reason of a rejected connection', async () => {
	const closed = serve();
	const port = await listen(closed);
	closed.close();
	await once(closed, 'close');
	for (const transport of ['polling', 'websocket']) {
		const options = { reconnection: false, transports: [transport] };
		expectPrinted('connect-error', await refusal(io(`http://127.0.0.1:${port}`, options)));
	}

	const server = serve();
	new SocketIo(server).use((_, next) => next(new Error('unauthorised')));
	const url = `http://127.0.0.1:${await listen(server)}`;
	const unauthorised = io(url);
	expectPrinted('refused', await refusal(unauthorised));
	expect(unauthorised.active).toBe(false);
	const elsewhere = io(`${url}/admin`);
	expectPrinted('refused', await refusal(elsewhere));
	expect(elsewhere.active).toBe(false);

	async function refusal(socket: ReturnType<typeof io>): Promise<string> {
		const message = await new Promise<string>((resolve) =>
			socket.on('connect_error', (error) => resolve(error.message))
		);
		socket.disconnect();
		return message;
	}
});

test('Socket.IO answers invalid requests with an error in JSON', async () => {
	const server = serve();
	new SocketIo(server);
	const url = `http://127.0.0.1:${await listen(server)}/socket.io/`;
	for (const query of ['?EIO=3&transport=polling', '?EIO=4&transport=websocket', '?EIO=4']) {
		const response = await fetch(url + query);
		expect(response.status).toBe(400);
		expectPrinted('socket-io-refusals', await response.text());
	}
});

test('Socket.IO reports why a connection closed', async () => {
	const server = serve();
	const chat = new SocketIo(server);
	const url = `http://127.0.0.1:${await listen(server)}`;
	chat.on('connection', (socket) => {
		if (socket.handshake.auth.way === 'server') socket.disconnect();
		else socket.conn.close();
	});
	expectPrinted('disconnect-reasons', await reasonOf(url, { auth: { way: 'server' } }));
	expectPrinted('disconnect-reasons', await reasonOf(url));

	// A server that stops sending, as after a lost connection.
	const silent = serve();
	new WebSocketServer({ server: silent }).on('connection', (socket) => {
		const open = { sid: 'a', upgrades: [], pingInterval: 20, pingTimeout: 20, maxPayload: 1e6 };
		socket.send(`0${JSON.stringify(open)}`);
		socket.once('message', () => socket.send('40{"sid":"b"}'));
	});
	expectPrinted('disconnect-reasons', await reasonOf(`http://127.0.0.1:${await listen(silent)}`));

	async function reasonOf(url: string, options = {}): Promise<string> {
		const socket = io(url, { transports: ['websocket'], reconnection: false, ...options });
		return new Promise((resolve) => socket.on('disconnect', resolve));
	}
});

test('after a reconnection, a listener that is added on every connect gets each message twice', async () => {
	const server = serve();
	const chat = new SocketIo(server);
	chat.on('connection', (socket) => socket.emit('message', 'hello'));
	const socket = io(`http://127.0.0.1:${await listen(server)}`, {
		transports: ['websocket'],
		reconnectionDelay: 1
	});
	const heard: string[] = [];
	// #region twice
	socket.on('connect', () => {
		socket.on('message', (text: string) => heard.push(text)); // 再接続のたびに1つ増える
	});
	// #endregion twice
	await until(() => heard.length === 1, 'the first message');
	socket.io.engine.close();
	await until(() => heard.length > 1, 'the second');
	expect(heard).toEqual(['hello', 'hello', 'hello']);
	socket.disconnect();
});
