import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from '../contract/lib/http.ts';
import { OtherClients } from '../contract/lib/other-clients.ts';
import { frameBytes, opcodes, RawClient, statusOfRaw } from '../contract/lib/raw.ts';
import type { Address } from '../contract/lib/server.ts';

import { startSite, stopAll, type Site } from './site.ts';

const env = { OPEN_ROOMS: '1', RATE_LIMIT_MESSAGES: '0', MAX_CONNECTIONS_PER_IP: '0' };

let site: Site;
let address: Address;
let others: OtherClients;
beforeAll(async () => {
	site = await startSite({ env });
	address = { origin: site.url, port: site.port };
	others = await OtherClients.on(address);
});
afterAll(async () => {
	await others.expectUnaffected();
	// Internal errors are logged, though responses do not contain them.
	expect(site.output()).not.toMatch(/"level":[56]0|\n\s+at /);
	await stopAll();
});

const host = 'Host: localhost\r\n';
const json = 'Content-Type: application/json\r\n';
const publish = `POST /api/rooms/hostile/messages HTTP/1.1\r\n${host}${json}`;
const upgrade =
	'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
	'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const statusOf = (sent: string) => statusOfRaw(address, sent);

/** Status and body of the last response on a connection that the server closes. */
async function lastAnswer(sent: string): Promise<[number, unknown]> {
	const client = await RawClient.connect(address);
	client.socket.write(Buffer.from(sent, 'latin1'));
	await client.ended();
	const last = client.text.slice(client.text.lastIndexOf('HTTP/1.1 '));
	const [head = '', body = ''] = last.split('\r\n\r\n');
	return [Number(head.split(' ')[1]), JSON.parse(body)];
}

const simple = (line: string) => `${line} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;

test.each([
	['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', [400]],
	['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
	['a request without an HTTP version', 'GET /\r\n\r\n', [200, 400]],
	['a request without a Host header', 'GET / HTTP/1.1\r\n\r\n', [400]],
	['two Host headers', `GET / HTTP/1.1\r\n${host}Host: evil\r\n\r\n`, [200, 400]],
	['an unknown method', simple('BREW /'), [400, 405]],
	['CONNECT', simple('CONNECT localhost:80'), [null, 400, 404, 405]],
	['TRACE', simple('TRACE /'), [200, 400, 404, 405]],
	['OPTIONS *', simple('OPTIONS *'), [200, 204, 400, 404, 405]],
	['an absolute address', simple('GET http://evil.example/api/session'), [400, 404, 405]],
	['a path with two slashes', simple('GET //evil.example/'), [301, 302, 307, 308, 400, 404]],
	['a path with ..', simple('GET /../../etc/passwd'), [400, 404]],
	['a path with an encoded ..', simple('GET /%2e%2e/%2e%2e/etc/passwd'), [400, 404]],
	['a path with an incomplete percent code', simple('GET /%'), [400, 404]],
	['a room with an incomplete percent code', simple('POST /api/rooms/%/messages'), [400, 404, 415]],
	['a path that is not UTF-8', simple('GET /\xff\xfe'), [400, 404]],
	['a path with NUL', simple('GET /%00'), [400, 404]],
	['a path of 20 KiB', simple(`GET /${'a'.repeat(20_000)}`), [400, 404, 431]],
	['a cookie of 20 KiB', `GET / HTTP/1.1\r\n${host}Cookie: ${'a'.repeat(20_000)}\r\n\r\n`, [431]],
	['a folded header line', `GET / HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`, [400]],
	[
		'a header with a space before the colon',
		`GET / HTTP/1.1\r\n${host}Content-Length : 5\r\n\r\n`,
		[400]
	],
	['two different lengths', `${publish}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, [400]],
	[
		'a length and chunks',
		`${publish}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
		[400]
	],
	[
		'a chunk without a valid size',
		`${publish}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
		[null, 400]
	],
	['a length of 93 GiB', `${publish}Content-Length: 99999999999\r\n\r\n{`, [413]],
	['an upgrade at the address of a page', `GET / HTTP/1.1\r\n${host}${upgrade}\r\n`, [404]],
	['an upgrade by POST', `POST /ws?room=x HTTP/1.1\r\n${host}${upgrade}\r\n`, [400, 405]],
	[
		'plain text in place of JSON',
		`POST /api/session HTTP/1.1\r\n${host}Content-Type: text/plain\r\n\r\n`,
		[415]
	]
] as const)('%s is answered or closed without affecting others', async (_, sent, statuses) => {
	expect(statuses).toContain(await statusOf(sent));
	await others.publish();
});

test.each([
	['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400, 'bad_request'],
	[
		'a cookie of 20 KiB',
		`GET / HTTP/1.1\r\n${host}Cookie: ${'a'.repeat(20_000)}\r\n\r\n`,
		431,
		'too_large'
	],
	['an invalid Host header', 'GET /api/session HTTP/1.0\r\nHost: a b\r\n\r\n', 400, 'bad_request'],
	['a request for /ws without an upgrade', 'GET /ws HTTP/1.0\r\n\r\n', 400, 'bad_request']
] as const)('%s is answered like all rejections [error-body]', async (_, sent, status, code) => {
	expect(await lastAnswer(sent)).toEqual([status, { code, message: expect.any(String) as string }]);
});

test.each([
	['GET', '/api/session', 405],
	['GET', '/api/nothing', 404],
	['DELETE', '/api/session', 204],
	['GET', '/sveltekit/deployment/', 200]
])('HTTP/1.0 without a Host header: %s %s is answered as usual', async (method, path, status) => {
	expect(await statusOf(`${method} ${path} HTTP/1.0\r\n\r\n`)).toBe(status);
});

test('HTTP/1.0 without a Host header: publishing and the feed work', async () => {
	const body = '{"text":"x"}';
	const sent = `POST /api/rooms/hostile/messages HTTP/1.0\r\n${json}Content-Length: ${body.length}\r\n`;
	expect(await statusOf(`${sent}\r\n${body}`)).toBe(201);
	expect(await statusOf('GET /api/events HTTP/1.0\r\n\r\n')).toBe(200);
	expect(await statusOf(`${sent}Origin: http://localhost\r\n\r\n${body}`)).toBe(403);
});

test('TRACE is answered like any method that a resource does not allow', async () => {
	const client = await RawClient.connect(address);
	client.socket.write(simple('TRACE /api/session'));
	await client.ended();
	expect(client.text).toMatch(/^HTTP\/1\.1 405 /);
	expect(client.text).toMatch(/\r\nallow: POST, DELETE\r\n/i);
	expect(client.text).toMatch(/{"code":"method_not_allowed"/);
});

test.each([
	['PUT', '/api/events', 405],
	['PUT', '/api/events/drop', 405],
	['PUT', '/api/examples/progress', 405],
	['POST', '/api/events/drop?reader=nobody', 404],
	['POST', '/api/nothing', 404],
	['POST', '/api/rooms/%zz/messages', 400],
	['POST', '/api/rooms/hostile/poll', 405],
	['DELETE', '/api/session', 204]
])(
	'%s %s: an unread body does not block the next request [error-unread]',
	async (method, path, status) => {
		const body = 'x'.repeat(300_000);
		const client = await RawClient.connect(address);
		const head = `${method} ${path} HTTP/1.1\r\n${host}${json}Content-Length: ${body.length}\r\n\r\n`;
		client.socket.write(head + body + simple('GET /healthz'));
		await client.ended();
		expect([...client.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code))).toEqual([
			status,
			200
		]);
	}
);

test('bodies of more than 64 KiB, or of more than the default BODY_SIZE_LIMIT, are rejected with 413', async () => {
	for (const size of [65_537, 600_000]) {
		const body = { text: 'x', filler: 'x'.repeat(size) };
		const answer = await request(address, 'POST', '/api/rooms/hostile/messages', body);
		expect([answer.status, answer.body?.['code']]).toEqual([413, 'too_large']);
	}
});

test('I8 V6 V7: malformed messages and packets do not affect other connections', async () => {
	const ws = ['['.repeat(10_000), '{"__proto__":1}', '\u0000', '{"type":"message","text":1e999}'];
	const engine = [
		'40',
		'42[]',
		'42[null]',
		'42["message"]',
		'42["__proto__",{}]',
		'451-["x"]',
		'x'
	];
	for (const [path, texts] of [
		['/ws?room=hostile', ws],
		['/socket.io/?EIO=4&transport=websocket', engine]
	] as const) {
		for (const text of texts) {
			const client = await RawClient.connect(address);
			expect(await client.upgrade(path)).toBe(101);
			if (path.startsWith('/socket') && text !== '40') client.frame(opcodes.text, '40');
			client.frame(opcodes.text, text);
			client.socket.end(frameBytes({ opcode: opcodes.close }));
			await client.ended();
		}
		await others.publish();
	}
	expect(site.child.exitCode).toBeNull();
});
