import { createServer, request, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeConnection } from './decode.ts';
import { mistakeIn, utf8, valuesOf } from './fixture.ts';

const none = utf8('');

/** The bytes with which Node answers this request, up to the end of the connection. */
async function answer(handle: RequestListener, head: string): Promise<Uint8Array> {
	const server = createServer(handle).listen(0, '127.0.0.1');
	await new Promise((done) => server.once('listening', done));
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const chunks: Buffer[] = [];
	socket.on('data', (chunk) => chunks.push(chunk));
	socket.write(head);
	await new Promise((done) => socket.once('close', done));
	server.close();
	return new Uint8Array(Buffer.concat(chunks));
}

const get = 'GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('what Node writes over HTTP', () => {
	it('in chunks is decoded: head, chunks with their events, last chunk', async () => {
		const out = await answer((_, response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.write('id: 1\ndata: {"a":1}\n\n');
			response.write('data: half');
			response.end(' and half\n\n');
		}, get);
		const decoded = decodeConnection({ in: utf8(get), out });
		expect(mistakeIn(decoded.out, 0, out.length)).toBeNull();
		expect(mistakeIn(decoded.in, 0, utf8(get).length)).toBeNull();
		expect(decoded.out.map(({ field }) => field)).toEqual([
			...['http.head', 'http.chunk', 'http.chunk', 'http.chunk', 'http.last-chunk']
		]);
		expect(valuesOf(decoded.out, 'http.status')).toEqual(['200']);
		expect(valuesOf(decoded.out, 'http.chunk-size')[0]).toBe('0x15 = 21');
		expect(valuesOf(decoded.out, 'json.number')).toEqual(['1']);
		// One event is divided over two chunks: each chunk has a piece of it.
		const events = decoded.out.slice(2, 4).map(({ children }) => children[2]?.children[0]);
		expect(events.map((event) => [event?.field, event?.isPart])).toEqual([
			['sse.event', true],
			['sse.event', true]
		]);
	});

	it('with a length is one body', async () => {
		const body = '{"text":"こんにちは"}';
		const out = await answer((_, response) => {
			response.setHeader('content-type', 'application/json');
			response.end(body);
		}, get);
		const decoded = decodeConnection({ in: utf8(get), out });
		expect(decoded.out.map(({ field }) => field)).toEqual(['http.head', 'http.body']);
		expect(valuesOf(decoded.out, 'json.string')).toEqual(['こんにちは']);
	});

	it('after HEAD has no body, whatever its length says', async () => {
		const head = get.replace('GET', 'HEAD');
		const out = await answer((_, response) => response.end('body'), head);
		const decoded = decodeConnection({ in: utf8(head), out });
		expect(decoded.out.map(({ field }) => field)).toEqual(['http.head']);
	});

	it('in a request is decoded too', async () => {
		const bytes = await new Promise<Uint8Array>((done) => {
			const server = createServer().listen(0, '127.0.0.1', () => {
				const { port } = server.address() as AddressInfo;
				server.once('connection', (socket) =>
					socket.once('data', (head) => {
						socket.end('HTTP/1.1 204 No Content\r\n\r\n');
						server.close();
						done(new Uint8Array(head));
					})
				);
				const json = JSON.stringify({ text: '日本' });
				const headers = { 'content-type': 'application/json', 'content-length': utf8(json).length };
				request({ port, method: 'POST', path: '/m?x=1', headers })
					.on('error', () => undefined)
					.end(json);
			});
		});
		const decoded = decodeConnection({ in: bytes, out: none });
		expect(valuesOf(decoded.in, 'http.target')).toEqual(['/m?x=1']);
		expect(valuesOf(decoded.in, 'json.string')).toEqual(['日本']);
	});
});

const upgrade = (target: string) => ({
	in: `GET ${target} HTTP/1.1\r\nUpgrade: websocket\r\n\r\n`,
	out: 'HTTP/1.1 101 Switching Protocols\r\n\r\n'
});

it('after 101 decodes frames, of Engine.IO if the target says so', () => {
	const frame = Uint8Array.from([0x81, 2, 0x34, 0x30]);
	const { in: head, out } = upgrade('/socket.io/?EIO=4&transport=websocket');
	const decoded = decodeConnection({
		in: utf8(head),
		out: Uint8Array.from([...utf8(out), ...frame])
	});
	expect(valuesOf(decoded.out, 'socket-io.type')).toEqual(['0 CONNECT']);
	const plain = upgrade('/ws');
	const other = decodeConnection({
		in: utf8(plain.in),
		out: Uint8Array.from([...utf8(plain.out), ...frame])
	});
	expect(valuesOf(other.out, 'json.number')).toEqual(['40']);
});

it('decodes several requests of a connection, and an informational response', () => {
	const sent = 'GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n';
	const answers =
		'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\n';
	const decoded = decodeConnection({ in: utf8(sent), out: utf8(answers) });
	expect(valuesOf(decoded.in, 'http.target')).toEqual(['/a', '/b']);
	expect(valuesOf(decoded.out, 'http.status')).toEqual(['103', '204', '304']);
});

it('leaves a compressed body as it is', () => {
	const out = utf8('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nxx');
	const decoded = decodeConnection({ in: utf8(get), out });
	expect(valuesOf(decoded.out, 'data.encoded')).toEqual(['gzip']);
});

/** Pieces of the protocols, so that the decoders get beyond the first bytes. */
const pieces = fc.constantFrom(
	...[
		'GET ',
		'/x?EIO=4',
		' HTTP/1.1',
		'HTTP/1.1 ',
		'200 OK',
		'101 S',
		'\r\n',
		'\r\n\r\n',
		'0',
		'a'
	],
	...[
		'transfer-encoding: chunked\r\n',
		'content-length: 5\r\n',
		'content-type: text/event-stream\r\n'
	],
	...[
		'content-type: application/json\r\n',
		'data: ',
		'\n\n',
		'{"a":',
		'"b"}',
		'5\r\n',
		'\u0081',
		'😀'
	]
);
const noise = fc.oneof(
	fc.uint8Array({ maxLength: 40 }),
	fc.array(pieces, { maxLength: 25 }).map((texts) => utf8(texts.join('')))
);

it('covers any bytes of both directions, and never throws', () => {
	fc.assert(
		fc.property(fc.tuple(noise, noise), fc.boolean(), ([a, b], isUpgraded) => {
			const heads = isUpgraded ? upgrade('/ws?EIO=4') : { in: get, out: '' };
			const bytes = {
				in: Uint8Array.from([...utf8(heads.in), ...a]),
				out: Uint8Array.from([...utf8(heads.out), ...b])
			};
			const decoded = decodeConnection(bytes);
			expect(mistakeIn(decoded.in, 0, bytes.in.length)).toBeNull();
			expect(mistakeIn(decoded.out, 0, bytes.out.length)).toBeNull();
		}),
		{ numRuns: 1500 }
	);
});

it('covers the bytes after a head that does not end', () => {
	const endless = utf8(`GET / HTTP/1.1\r\nx: ${'a'.repeat(70_000)}`);
	const decoded = decodeConnection({ in: endless, out: endless });
	for (const spans of [decoded.in, decoded.out]) {
		expect(mistakeIn(spans, 0, endless.length)).toBeNull();
		expect(spans.map(({ field }) => field)).toEqual(['http.head', 'data.unknown']);
	}
});

it('reads a stream that is cut anywhere', () => {
	const out = utf8(
		'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n' +
			'a;x=1\r\ndata: 12\n\n\r\n0\r\nx-end: 1\r\n\r\n'
	);
	for (let length = 0; length <= out.length; length++) {
		const decoded = decodeConnection({ in: utf8(get), out: out.subarray(0, length) });
		expect(mistakeIn(decoded.out, 0, length)).toBeNull();
	}
	const whole = decodeConnection({ in: utf8(get), out });
	expect(valuesOf(whole.out, 'http.chunk-extension')).toEqual([';x=1']);
	expect(whole.out.every(({ state }) => state === undefined)).toBe(true);
});
