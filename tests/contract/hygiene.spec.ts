import { METHODS } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fileServer } from './lib/file-server.ts';
import { RawClient } from './lib/raw.ts';

const server = fileServer();

/** Sends bytes and returns everything that the server answers until it closes the connection. */
async function answerTo(text: string): Promise<string> {
	const client = await RawClient.connect(server);
	client.socket.write(text);
	await client.ended();
	return client.text;
}

const close = 'Connection: close\r\n';

/** Paths of the live endpoints, of pages and of static files, each with its allowed methods. */
const endpoints = [
	['/healthz', 'GET, HEAD'],
	['/readyz', 'GET, HEAD'],
	['/metrics', 'GET, HEAD'],
	['/ws', 'GET'],
	['/socket.io/?EIO=4&transport=polling', 'GET, POST'],
	['/api/rooms/r/events', 'GET, HEAD'],
	['/api/rooms/r/poll', 'GET, HEAD'],
	['/api/rooms/r/messages', 'POST'],
	['/', 'GET, HEAD'],
	['/favicon.svg', 'GET, HEAD'],
	['/_app/immutable/x.js', 'GET, HEAD'],
	['/no/such/page/', 'GET, HEAD']
] as const;

describe.each(endpoints)('%s', (path, allowed) => {
	it('answers every other HTTP method with 405 and the allowed methods [http-hygiene, error-405]', async () => {
		// CONNECT requests a tunnel and has no path: Node closes the connection.
		const others = METHODS.filter(
			(method) => method !== 'CONNECT' && !allowed.split(', ').includes(method)
		);
		expect(others.length).toBeGreaterThan(25);
		const answers = await Promise.all(
			others.map((method) => answerTo(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${close}\r\n`))
		);
		for (const [i, answer] of answers.entries()) {
			const about = `${others[i]} ${path}: ${answer}`;
			expect(answer, about).toMatch(/^HTTP\/1\.1 405 /);
			expect(/\r\nallow: (.*)\r\n/i.exec(answer)?.[1], about).toBe(allowed);
			if (others[i] === 'HEAD') expect(answer, about).toMatch(/\r\n\r\n$/);
			else if (/^\/(api|ws|socket|healthz|readyz|metrics)/.test(path)) {
				expect(answer, about).toContain('{"code":"method_not_allowed"');
			}
		}
	});
});

describe.each(['/', '/favicon.svg', '/api/session', '/api/rooms/r/poll?after=none.0', '/healthz'])(
	'%s',
	(path) => {
		it.each([
			['two hosts', 'Host: a\r\nHost: a\r\n'],
			['two different hosts', 'Host: a\r\nhOST: evil.example\r\n'],
			['a path in the host', 'Host: a/b\r\n'],
			['a list of hosts', 'Host: a, b\r\n'],
			['a user in the host', 'Host: x@a\r\n'],
			['no host at all', '']
		])('answers %s with 400 [http-hygiene]', async (_, headers) => {
			const answer = await answerTo(`GET ${path} HTTP/1.1\r\n${headers}${close}\r\n`);
			expect(answer).toMatch(/^HTTP\/1\.1 400 /);
			if (headers !== '' && path.startsWith('/api')) {
				expect(answer).toContain('{"code":"bad_request"');
			}
		});
	}
);

describe('an upgrade', () => {
	const upgrade =
		'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
		'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

	it.each(['/ws?room=r', '/socket.io/?EIO=4&transport=websocket'])(
		'of %s in HTTP/1.0 is not treated as an upgrade [http-upgrade]',
		async (path) => {
			const answer = await answerTo(`GET ${path} HTTP/1.0\r\nHost: a\r\n${upgrade}\r\n`);
			expect(answer).toMatch(/^HTTP\/1\.1 400 /);
		}
	);

	it.each([
		['without a host', ''],
		['with two hosts', 'Host: a\r\nHost: b\r\n'],
		['with a path in the host', 'Host: a/b\r\n']
	])('%s is answered with 400 [http-upgrade]', async (_, host) => {
		for (const path of ['/ws?room=r', '/socket.io/?EIO=4&transport=websocket']) {
			const answer = await answerTo(`GET ${path} HTTP/1.1\r\n${host}${upgrade}\r\n`);
			expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*{"code":"bad_request"/);
		}
	});
});

describe('a body', () => {
	const chunked = 'Host: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';

	it.each(['POST /api/session', 'POST /api/rooms/r/messages', 'POST /socket.io/?EIO=4&sid=x'])(
		'%s: a malformed chunk is answered with 400, and the connection closes [http-hygiene]',
		async (line) => {
			for (const chunk of ['zz\r\n', '2\r\n{}}\r\n', '-1\r\n']) {
				const answer = await answerTo(`${line} HTTP/1.1\r\n${chunked}${chunk}`);
				expect(answer, chunk).toMatch(/HTTP\/1\.1 400 [^]*{"code"/);
			}
		}
	);

	it('a malformed chunk does not corrupt a response in progress [http-hygiene]', async () => {
		const client = await RawClient.connect(server);
		client.socket.write('GET /api/rooms/r/events HTTP/1.1\r\nHost: a\r\n\r\n');
		await expect.poll(() => client.text).toContain('event: welcome');
		client.socket.write(`POST /api/session HTTP/1.1\r\n${chunked}zz\r\n`);
		await client.ended();
		expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
	});
});
