import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { problemOf } from '../realtime/refusal.ts';
import { discardBody, discardLimitBytes, readJsonText } from './body.ts';

const limitBytes = 10;

let server: Server;
let socket: Socket;
beforeEach(async () => {
	server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.on('error', () => undefined);
});
afterEach(() => {
	socket.destroy();
	server.closeAllConnections();
	server.close();
});

/** Sends the head of a request and the first part of its body; resolves with the request on the server. */
async function request(headers: string, body = '') {
	const asked = once(server, 'request') as Promise<[IncomingMessage]>;
	socket.write(
		`POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`
	);
	const [req] = await asked;
	return req;
}

async function read(req: IncomingMessage, timeoutMs?: number) {
	return readJsonText(req, limitBytes, timeoutMs).catch((error: unknown) => {
		const { code, message } = problemOf(error);
		return { code, message };
	});
}

function whenClosed(stream: IncomingMessage | Socket): Promise<void> {
	return new Promise((resolve) => stream.once('close', resolve));
}

it('reads a body of exactly the limit, with a declared length or in chunks', async () => {
	expect(await read(await request('Content-Length: 10', '0123456789'))).toBe('0123456789');
	socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const req = await request('Transfer-Encoding: chunked', '5\r\n01234\r\n');
	const text = read(req);
	socket.write('5\r\n56789\r\n0\r\n\r\n');
	expect(await text).toBe('0123456789');
});

it('rejects a longer body by its declared length or by the bytes received', async () => {
	expect(await read(await request('Content-Length: 11'))).toMatchObject({ code: 'too_large' });
	socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const req = await request('Transfer-Encoding: chunked', 'b\r\n0123456789a\r\n');
	expect(await read(req)).toMatchObject({ code: 'too_large' });
});

it.each([
	['before it is read', (req: IncomingMessage) => whenClosed(req)],
	['while it is read', () => undefined]
])('rejects a body that is aborted %s', async (_, before) => {
	const req = await request('Content-Length: 10', '012');
	req.on('error', () => undefined);
	socket.destroy();
	await before(req);
	expect(await read(req)).toEqual({ code: 'bad_message', message: 'The body was cut off.' });
});

it('rejects a body that takes too long [error-unread]', async () => {
	const req = await request('Content-Length: 10', '012');
	expect(await read(req, 1)).toEqual({ code: 'bad_message', message: 'The body took too long.' });
});

it('disconnects a client that keeps sending a rejected body far beyond the limit [error-unread]', async () => {
	const req = await request('Transfer-Encoding: chunked');
	discardBody(req);
	const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
	for (let bytes = 0; bytes <= discardLimitBytes; bytes += 0x100000) socket.write(chunk);
	await whenClosed(socket);
});
