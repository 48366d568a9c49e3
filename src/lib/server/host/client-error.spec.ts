import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerClientErrors } from './client-error.ts';
import { ServerSockets } from './server-sockets.ts';
import { requestTimeoutMs, serverOptions } from './listen.ts';

/** Shorter than in production, so that the test does not wait long. */
const soonMs = 200;

let server: Server;
const clients: Socket[] = [];
beforeEach(async () => {
	const options = { ...serverOptions, connectionsCheckingInterval: 50, requestTimeout: soonMs };
	server = createServer(options, (request, response) => {
		if (request.method === 'GET') return void response.writeHead(200).write('waiting');
		text(request).then(
			(body) => response.end(body),
			() => undefined // aborted
		);
	});
	answerClientErrors(server, new ServerSockets(server));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
	server.close();
});

function send(bytes: string) {
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	clients.push(socket);
	let received = '';
	socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
	socket.on('error', () => undefined);
	socket.write(bytes);
	return { socket, received: () => received };
}

it('answers 408 and closes the connection if a body does not arrive, long before Node’s default [http-slow]', async () => {
	expect(serverOptions.requestTimeout).toBe(requestTimeoutMs);
	expect(requestTimeoutMs).toBeLessThan(300_000);
	const slow = send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx');
	await expect.poll(slow.received).toMatch(/^HTTP\/1\.1 408 [^]*"code":"bad_request"/);
	await expect.poll(() => slow.socket.destroyed).toBe(true);
});

it('does not interrupt a slow response, even while another request times out [http-slow]', async () => {
	const stream = send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
	await expect.poll(stream.received).toContain('waiting');
	const slow = send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n');
	await expect.poll(() => slow.socket.destroyed).toBe(true);
	expect(stream.socket.destroyed).toBe(false);
	// The next request on that connection times out without a second response.
	stream.socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n');
	await expect.poll(() => stream.socket.destroyed).toBe(true);
	expect(stream.received().match(/HTTP\/1\.1/g)).toHaveLength(1);
});
