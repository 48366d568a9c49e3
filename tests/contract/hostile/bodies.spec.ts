import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { expectCode, serverWithOtherClients } from '../lib/other-clients.ts';
import { RawClient, statusOfRaw } from '../lib/raw.ts';
import { runs } from '../lib/runs.ts';
import { until } from '../lib/wait.ts';

const setup = serverWithOtherClients();

const messages = `/api/rooms/bodies-${randomId(8)}/messages`;
const paths = [messages, '/api/session', '/api/tickets'];
const json = 'application/json';
const limit = 64 * 1024;

/** Sends a body, and checks that the contract allows the response. Returns its status. */
async function post(path: string, body: string | Uint8Array<ArrayBuffer>, type = json) {
	const headers = { 'content-type': type };
	const response = await fetch(setup.server.origin + path, { method: 'POST', headers, body });
	const answer = (await response.json()) as { code?: unknown };
	const about = [path, response.status, answer];
	if (response.status < 300) return response.status;
	expectCode(answer.code, about);
	expect([400, 401, 409, 413, 415], JSON.stringify(about)).toContain(response.status);
	return response.status;
}

const unusualBodies = [
	'',
	'null',
	'0',
	'"x"',
	'[]',
	'{"text":"x"',
	'{"text":"x"}}',
	"{'text':'x'}",
	'{"text":"x","text":7}',
	'{"__proto__":{"text":"x","name":"x"}}',
	'{"constructor":{"prototype":{"text":"x"}}}',
	'{"text":{"__proto__":{"length":1}},"name":{"__proto__":[]}}',
	'{"text":"x","clientId":{"toString":"x"}}',
	'{"text":1e999,"name":1e999}',
	`{"text":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
	`{"name":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
	`${' '.repeat(60_000)}{"text":"x","name":"x"}`,
	'\ufeff{"text":"x"}',
	'{"text":"\ud800"}'
];

const field = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom('', 'x', 'guest-1', '\u202e', 'x'.repeat(2001))
);
const body = fc.oneof(
	fc.json(),
	fc.string({ unit: 'binary' }),
	fc
		.record({ text: field, clientId: field, name: field, room: field }, { requiredKeys: [] })
		.map((value) => JSON.stringify(value)),
	fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes))
);

describe('bodies', () => {
	it('no body causes an answer outside the contract [error-codes]', async () => {
		for (const path of paths) for (const text of unusualBodies) await post(path, text);
		let tries = 0;
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...paths), body, async (path, sent) => {
				await post(path, sent);
				if (++tries % 100 === 0) await setup.others.publish();
			}),
			{ numRuns: runs(400) }
		);
	});

	it('a body of exactly 64 KiB is accepted, one byte more is not [error-413]', async () => {
		const overhead = JSON.stringify({ text: 'x', filler: '' }).length;
		const bodyOf = (size: number) =>
			JSON.stringify({ text: 'x', filler: 'x'.repeat(size - overhead) });
		expect(await post(messages, bodyOf(limit - 1))).toBe(201);
		expect(await post(messages, bodyOf(limit))).toBe(201);
		expect(await post(messages, bodyOf(limit + 1))).toBe(413);
		// The limit counts bytes, not characters.
		const wide = JSON.stringify({ text: 'x', filler: '語'.repeat(limit / 3) });
		expect(await post(messages, wide)).toBe(413);
	});

	it('only application/json is accepted [error-415]', async () => {
		for (const type of [
			'text/plain',
			'application/json5',
			'application/jsonp',
			'application/x-www-form-urlencoded',
			'multipart/form-data',
			'xapplication/json',
			'application/json, text/plain',
			'text/plain; application/json',
			'__proto__'
		]) {
			expect(await post(messages, '{"text":"x"}', type), type).toBe(415);
		}
		for (const type of [
			'application/json',
			'APPLICATION/JSON',
			'application/json;charset=utf-8',
			'application/json ; charset=UTF-8',
			'application/json; charset=nonsense'
		]) {
			expect(await post(messages, '{"text":"x"}', type), type).toBe(201);
		}
	});

	it('bytes that are not UTF-8 are rejected', async () => {
		for (const bytes of [
			[0xff],
			[0xc0, 0x80],
			[0xed, 0xa0, 0x80],
			[0xf4, 0x90, 0x80, 0x80],
			[0xe3]
		]) {
			const sent = Buffer.concat([Buffer.from('{"text":"'), Buffer.from(bytes), Buffer.from('"}')]);
			expect(await post(messages, new Uint8Array(sent))).toBe(400);
		}
	});
});

describe('the length of a body', () => {
	const head = `POST ${messages} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${json}\r\n`;
	const text = '{"text":"x"}';

	it.each([
		['no length', `${head}\r\n`, [400]],
		['length 0', `${head}Content-Length: 0\r\n\r\n`, [400]],
		['a length shorter than the body', `${head}Content-Length: 5\r\n\r\n${text}`, [400]],
		[
			'two different lengths',
			`${head}Content-Length: 12\r\nContent-Length: 13\r\n\r\n${text}`,
			[400]
		],
		[
			'a length and chunks',
			`${head}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
			[400]
		],
		['a length with an exponent', `${head}Content-Length: 1e1\r\n\r\n${text}`, [400]],
		['a negative length', `${head}Content-Length: -1\r\n\r\n${text}`, [400]],
		[
			'a chunk size that is not a number',
			`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${text}`,
			[400]
		],
		[
			'a chunk longer than its size',
			`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n${text}\r\n0\r\n\r\n`,
			[400]
		],
		[
			'one chunk for each byte',
			`${head}Transfer-Encoding: chunked\r\n\r\n${text.replaceAll(/./g, '1\r\n$&\r\n')}0\r\n\r\n`,
			[201]
		],
		[
			'an unknown transfer encoding',
			`${head}Transfer-Encoding: gzip\r\nConnection: close\r\n\r\n${text}`,
			[400, 501]
		]
	])('%s is answered with the expected status', async (_, sent, statuses) => {
		expect(statuses).toContain(await statusOfRaw(setup.server, sent));
	});

	it('endless chunks are rejected at 64 KiB, and the rest affects no other connection', async () => {
		const client = await RawClient.connect(setup.server);
		client.socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
		const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
		for (let n = 0; n < 17; n++) client.socket.write(chunk);
		await until(() => client.text.includes('"too_large"'), 'the rejection');
		client.socket.destroy();
		await setup.others.publish();
	});

	it('incomplete bodies affect no other connection', async () => {
		for (let n = 0; n < 50; n++) {
			const client = await RawClient.connect(setup.server);
			client.socket.write(`${head}Content-Length: 1000\r\n\r\n{"text":`);
			if (n % 2 === 0) client.socket.resetAndDestroy();
			else client.socket.destroy();
		}
		await setup.others.publish();
	});
});
