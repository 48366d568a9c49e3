import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { Server as SocketIo } from 'socket.io';
import { io } from 'socket.io-client';
import { createServer as createVite } from 'vite';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../contract/lib/wait.ts';
import { expectPrinted, listen } from './page.ts';

const servers: Server[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

function serve(): Server {
	const server = createServer();
	servers.push(server);
	return server;
}

/** The error of `ws` for a connection attempt. */
async function errorOf(socket: WebSocket): Promise<string> {
	const [error] = (await once(socket, 'error')) as [Error];
	return error.message;
}

/** The error that a call throws. */
function thrownBy(call: () => void): string {
	try {
		call();
	} catch (error) {
		return String(error);
	}
	return 'nothing';
}

test('writing to or closing a cancelled stream throws', async () => {
	// #region closed-controller
	let controller: ReadableStreamDefaultController<string> | undefined;
	const stream = new ReadableStream<string>({ start: (given) => void (controller = given) });

	await stream.cancel(); // クライアントが切断すると、SvelteKitがこれを呼ぶ

	const late = thrownBy(() => controller?.enqueue('data: 1\n\n')); // 止め忘れたタイマー
	const twice = thrownBy(() => controller?.close()); // abortイベントでのクリーンアップ
	// #endregion closed-controller
	expectPrinted('controller-closed', late);
	expect(twice).toBe(late);
});

test('listening on a busy port is an error', async () => {
	const port = await listen(serve());
	const second = serve();
	second.listen(port, '127.0.0.1');
	const [error] = (await once(second, 'error')) as [Error];
	expectPrinted('eaddrinuse', String(error));
});

test('two servers with a path each answer each other’s upgrades', async () => {
	// #region two-handlers
	const server = serve(); // 普通のHTTPサーバー
	new WebSocketServer({ server, path: '/chat' });
	new WebSocketServer({ server, path: '/notice' }); // /chatのハンドシェイクにも400を書き込む
	// #endregion two-handlers
	const url = `ws://127.0.0.1:${await listen(server)}`;
	expectPrinted('invalid-frame-header', await errorOf(new WebSocket(`${url}/chat`)));
	expectPrinted('unexpected-response', await errorOf(new WebSocket(`${url}/notice`)));
});

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

test('a standalone WebSocket server answers plain requests with 426', async () => {
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${port}/`);
	expectPrinted('plain-request', `${response.status} ${response.statusText}`);
	server.close();
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

test('sending and closing too early fail with other messages in Node', async () => {
	const server = serve();
	new WebSocketServer({ server });
	const url = `ws://127.0.0.1:${await listen(server)}`;
	const early = new WebSocket(url);
	expectPrinted('still-connecting', thrownBy(() => early.send('hello')).replace('Error: ', ''));
	const failed = errorOf(early);
	early.close();
	expectPrinted('closed-before', await failed);
});

test('Vite has no HTTP server in middleware mode', async () => {
	const vite = await createVite({
		configFile: false,
		appType: 'custom',
		logLevel: 'silent',
		server: { middlewareMode: true, ws: false }
	});
	const { httpServer } = vite;
	expect(httpServer).toBe(null);
	expectPrinted(
		'reading-on',
		thrownBy(() => void (httpServer as Server).on('upgrade', () => undefined))
	);
	await vite.close();
});

test('parsing invalid JSON throws', () => {
	expectPrinted(
		'not-json',
		thrownBy(() => void JSON.parse('hello'))
	);
});

test('the eleventh listener of an event causes a warning', async () => {
	const warned = once(process, 'warning') as Promise<[Error]>;
	// #region listeners
	const feed = new EventEmitter(); // プロセスに1つの、長く生きる配信元

	for (let reader = 1; reader <= 11; reader++) {
		feed.on('message', () => undefined); // 切断されても解除しない
	}
	// #endregion listeners
	const [warning] = await warned;
	expectPrinted('max-listeners', `${warning.name}: ${warning.message}`);
});

test('the browser build of ws throws that it does not work', () => {
	const load = createRequire(import.meta.url);
	const browser = load(
		fileURLToPath(new URL('../../node_modules/ws/browser.js', import.meta.url))
	) as () => void;
	expectPrinted('ws-browser', thrownBy(browser));
});

test('browser globals are not defined on the server', () => {
	for (const call of ["new WebSocket('/ws')", "new EventSource('/events')"]) {
		expectPrinted(
			'not-defined',
			thrownBy(() => void runInNewContext(call))
		);
	}
});

test('a handshake answered with another status is an error with that status', async () => {
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

test('Socket.IO rejects requests with JSON', async () => {
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

test('a listener added on every connect gets every message repeatedly', async () => {
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

test('Vite rejects an unknown host', async () => {
	const vite = await createVite({
		configFile: false,
		root: fileURLToPath(new URL('fatal', import.meta.url)),
		logLevel: 'silent',
		server: { host: '127.0.0.1', port: 0, ws: false }
	});
	await vite.listen();
	const { port } = (vite.httpServer as Server).address() as AddressInfo;
	const answer = await new Promise<string>((resolve) => {
		get({ port, host: '127.0.0.1', headers: { host: 'app.example.com' } }, (response) => {
			let text = `${response.statusCode} `;
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve(text));
		});
	});
	await vite.close();
	expect(answer.startsWith('403 ')).toBe(true);
	expectPrinted('vite-host', answer.slice(4).split('\n')[0] ?? '');
});

test('SvelteKit rejects a cross-site form with this message', () => {
	const source = new URL(
		'../../node_modules/@sveltejs/kit/src/runtime/server/respond.js',
		import.meta.url
	);
	const [, words = ''] = /`(Cross-site [^`]*)`/.exec(readFileSync(source, 'utf8')) ?? [];
	expectPrinted('cross-site-post', words.replace('${request.method}', 'POST'));
});
