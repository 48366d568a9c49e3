import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCloseCode } from '../../../src/lib/protocol/close-codes.ts';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { expectCode, serverWithOtherClients } from '../lib/other-clients.ts';
import { RawClient } from '../lib/raw.ts';
import { runs } from '../lib/runs.ts';
import { until } from '../lib/wait.ts';

const setup = serverWithOtherClients();

const room = `addresses-${randomId(8)}`;

/** Every status that a response may have here, including those that Node itself sends, such as 431. */
const statuses = [101, 200, 201, 400, 401, 403, 404, 405, 413, 415, 426, 431];

/**
 * Sends a raw request and checks that the contract allows the response, or the first event of a stream.
 * @param about printed if the check fails
 */
async function expectAnswer(line: string, headers: readonly string[], about: unknown) {
	const client = await RawClient.connect(setup.server);
	const lines = [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', ''];
	client.socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
	const isOver = () => client.socket.destroyed || client.socket.readableEnded;
	await until(() => isOver() || isAnswered(client.text), `an answer to ${JSON.stringify(about)}`);
	client.socket.destroy();
	const { text } = client;
	const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
	expect(statuses, JSON.stringify([about, text])).toContain(Number(status));
	const [, code] = /"code":"(\w+)"/.exec(text) ?? [];
	if (code !== undefined) expectCode(code, [about, text]);
	const [, closing] = /"closing","code":(\d+)/.exec(text) ?? [];
	if (closing !== undefined) expect(isCloseCode(Number(closing))).toBe(true);
	return { status: Number(status), text };
}

/** Whether a whole response has arrived, or the first event or frame of a stream. */
function isAnswered(text: string): boolean {
	const end = text.indexOf('\r\n\r\n');
	if (end < 0) return false;
	const [head, body] = [text.slice(0, end), text.slice(end + 4)];
	const length = /^content-length: (\d+)/im.exec(head)?.[1];
	if (length !== undefined) return Buffer.byteLength(body) >= Number(length);
	if (/^content-type: text\/event-stream/im.test(head)) return body.includes('\n\n');
	if (/^transfer-encoding: chunked/im.test(head)) return body.endsWith('0\r\n\r\n');
	// The server writes the first frame of a WebSocket at once.
	return body.length > 0;
}

const upgrade = [
	'Connection: Upgrade',
	'Upgrade: websocket',
	'Sec-WebSocket-Version: 13',
	'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
];
const endpoints = [
	{ path: `/api/rooms/${room}/events`, headers: [] },
	{ path: `/api/rooms/${room}/poll`, headers: [] },
	{ path: '/ws', headers: upgrade },
	{ path: '/socket.io/', headers: [] },
	{ path: '/socket.io/', headers: upgrade }
] as const;

const unusualValues = [
	'',
	'x',
	'%',
	'%00',
	'%zz',
	'%ff',
	'%F0%9F%98%80',
	'..%2f..%2f',
	'none.0',
	'none.99999999999999999999',
	'__proto__',
	'constructor',
	'a.1,b.2',
	'\'"><script>',
	'x'.repeat(4000),
	'+',
	'%0d%0aSet-Cookie:%20x=1'
];
const value = fc.oneof(
	fc.constantFrom(...unusualValues, room),
	fc.string({ maxLength: 20 }).map(encodeURIComponent),
	fc.stringMatching(/^[!-~]{0,20}$/).map((text) => text.replaceAll('#', ''))
);
/**
 * A poll without a position waits for a message, so `after` is never empty. `&` and `?` are removed: `&` would end the
 * value, and the server reads nothing after a second `?`.
 */
const parameter = ([name, value]: [string, string]) =>
	`${name}=${value.replace(/[&?]/g, '') || (name === 'after' ? 'none.0' : '')}`;
const query = fc
	.array(fc.tuple(fc.constantFrom('room', 'after', 'EIO', 'transport', 'sid', 'x', ''), value), {
		maxLength: 6
	})
	.map((pairs) => pairs.map(parameter).join('&'));
/** Latin-1 without line breaks, including control characters that RFC 9110 §5.5 does not allow. */
const headerValue = fc.oneof(
	fc.constantFrom(
		...[
			'',
			'Bearer',
			'Bearer ',
			'Bearer x',
			'bearer a.b.c',
			'Basic eDp4',
			'Bearer ' + 'x'.repeat(4000)
		],
		...[
			'wirelab_session',
			'wirelab_session=',
			'wirelab_session=%',
			'wirelab_session="x"',
			'=',
			';;;'
		],
		...['__proto__=1; constructor=2', 'wirelab_session=a.b.c; wirelab_session=d.e.f', 'x\x01\x7fy'],
		...['null', 'http://localhost', 'http://', '//', 'javascript:x', '\xff', '1, 2', 'none.0'],
		'wirelab_session=' + '%F0'.repeat(500)
	),
	fc
		.array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 60 })
		.map((bytes) => String.fromCharCode(...bytes))
);
const header = fc
	.tuple(
		fc.constantFrom(
			...['Cookie', 'Authorization', 'Last-Event-ID', 'Origin', 'X-Forwarded-For', 'Accept'],
			...['Sec-WebSocket-Protocol', 'Sec-WebSocket-Extensions', 'Content-Length', 'Forwarded']
		),
		headerValue
	)
	.map(([name, value]) => `${name}: ${value}`);

it('no URL or header causes an answer outside the contract [error-codes]', async () => {
	let tries = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...endpoints),
			query,
			fc.array(header, { maxLength: 3 }),
			async ({ path, headers }, query, more) => {
				// A poll without `after` would wait for a message. If the query has its own `after`, that one counts.
				const line = `GET ${path}?${query}&after=none.0`;
				await expectAnswer(line, [...headers, ...more], [line, more]);
				if (++tries % 100 === 0) await setup.others.publish();
			}
		),
		{ numRuns: runs(500) }
	);
});

it('no room name in a path causes an answer outside the contract', async () => {
	await fc.assert(
		fc.asyncProperty(
			value.filter((text) => !/[?/]/.test(text)),
			fc.constantFrom('events', 'poll', 'messages', '', '__proto__'),
			async (name, resource) => {
				const line = `GET /api/rooms/${name}/${resource}?after=none.0`;
				await expectAnswer(line, [], line);
			}
		),
		{ numRuns: runs(200) }
	);
});

it('the first of repeated query parameters counts', async () => {
	const other = `other-${randomId(8)}`;
	const line = `GET /ws?room=${room}&room=${other}&after=none.0&after=nonsense`;
	const { text } = await expectAnswer(line, upgrade, line);
	expect(text).toContain(`"welcome","room":"${room}"`);
	const poll = `GET /api/rooms/${room}/poll?after=none.0&after=nonsense`;
	expect(await expectAnswer(poll, [], poll)).toMatchObject({ status: 200 });
});

it('too many or too large headers and malformed lines are answered with 400, 404 or 431', async () => {
	const long = 'x'.repeat(20_000);
	const many = Array.from({ length: 3000 }, (_, n) => `X-${n}: x`);
	const path = `/api/rooms/${room}/poll?after=none.0`;
	for (const [line, headers] of [
		[`GET ${path}`, [`Cookie: ${long}`]],
		[`GET ${path}`, many],
		[`GET ${path}&x=${long}`, []],
		['GET', []],
		['get / x', []],
		[`GET ${path} HTTP/9.9`, []],
		['\x16\x03\x01\x02', []],
		['PRI *', []],
		[`GET ${path}`, ['No colon']],
		[`GET ${path}`, ['Last-Event-ID: a\x00b']],
		[`GET ${path}`, [' folded: x']]
	] as const) {
		const { status } = await expectAnswer(line, headers, [line.slice(0, 80), headers.length]);
		expect([400, 404, 431]).toContain(status);
	}
	await setup.others.publish();
});
