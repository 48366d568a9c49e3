import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCloseCode } from '../../../src/lib/protocol/close-codes.ts';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from '../lib/client.ts';
import { expectCode, serverWithOtherClients } from '../lib/other-clients.ts';
import { frameBytes, opcodes, RawClient, type Frame } from '../lib/raw.ts';
import { runs } from '../lib/runs.ts';
import { until } from '../lib/wait.ts';

const setup = serverWithOtherClients();

async function open(): Promise<WebSocketTestClient> {
	const client = new WebSocketTestClient(setup.server, `?room=frames-${randomId(8)}`);
	await client.next('welcome');
	return client;
}

/** Sends a text and a ping. Resolves when both are answered or the connection has closed. */
async function answersTo(client: WebSocketTestClient, text: string) {
	const before = client.events.length;
	const pongs = client.of('pong').length;
	client.ws.send(text);
	client.ws.send('{"type":"ping"}');
	const isAnswered = () => client.of('pong').length > pongs && client.events.length > before + 1;
	await until(() => client.closed ?? isAnswered(), `an answer to ${text}`);
	return client.events.slice(before);
}

const depth = 10_000;
const texts = [
	'['.repeat(depth) + ']'.repeat(depth),
	'{"type":'.repeat(1000) + '1' + '}'.repeat(1000),
	`{"type":"message","text":${'['.repeat(depth)}${']'.repeat(depth)}}`,
	'{"type":"message","text":1e999}',
	'{"type":"message","text":-0}',
	`{"type":"message","text":${'9'.repeat(5000)}}`,
	'{"type":"message","type":"ping","text":"x"}',
	'{"type":"ping","type":"message"}',
	'{"type":"message","text":"a","text":""}',
	'{"__proto__":{"type":"message","text":"x"}}',
	'{"type":"message","text":"x","__proto__":{"clientId":"!"}}',
	'{"constructor":{"prototype":{"type":"ping"}}}',
	'{"type":"__proto__"}',
	'{"type":"constructor"}',
	'{"type":"hasOwnProperty"}',
	'{"type":["message"],"text":["x"]}',
	'{"type":{"toString":"message"}}',
	'{"type":"message","text":{"toString":1,"length":1}}',
	'{"type":"message","text":{"length":1,"0":"x"}}',
	'{"type":"auth"}',
	'{"type":"auth","ticket":null}',
	`{"type":"auth","ticket":"${'x'.repeat(60_000)}"}`,
	'\u0000',
	'\ufeff{"type":"ping"}',
	' \n\t{"type":"ping"}\r\n ',
	'NaN',
	'undefined',
	'[{"type":"ping"}]'
];

const field = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.string({ unit: 'binary', maxLength: 30 }),
	fc.constantFrom('', 'x', '\ud800', 'x'.repeat(2001), '__proto__')
);
const event = fc
	.record(
		{
			type: fc.oneof(fc.constantFrom('message', 'ping', 'auth', 'welcome'), field),
			text: field,
			clientId: field,
			ticket: field,
			room: field
		},
		{ requiredKeys: [] }
	)
	.map((value) => JSON.stringify(value));

describe('texts', () => {
	it('no text in a frame causes an answer outside the contract [error-codes]', async () => {
		let client = await open();
		let tries = 0;
		const anything = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), event, event);
		const tried = async (text: string) => {
			if (client.closed) client = await open();
			const answers = await answersTo(client, text);
			for (const answer of answers) {
				if (answer.type === 'error') expectCode(answer.code, text);
				if (answer.type === 'closing') expectCode(answer.reason, text);
			}
			if (client.closed) expect([4400, 4401]).toContain(client.closed.code);
			if (++tries % 100 === 0) await setup.others.publish();
		};
		for (const text of texts) await tried(text);
		await fc.assert(fc.asyncProperty(anything, tried), { numRuns: runs(400) });
		client.close();
	});
});

const long = 'x'.repeat(40_000);
const closeBytes = (code: number) => Buffer.from([code >> 8, code & 0xff]);
/** The first byte of a character, and one that cannot follow it. */
const notUtf8 = Buffer.from([0xc3, 0x28]);

describe('frames', () => {
	it.each<[string, number, readonly Frame[]]>([
		['no mask', 1002, [{ opcode: opcodes.text, payload: '{}', isMasked: false }]],
		[
			'a reserved bit, as if it were compressed',
			1002,
			[{ opcode: opcodes.text, payload: '{}', reserved: 4 }]
		],
		['a reserved opcode', 1002, [{ opcode: 3 }]],
		['a reserved control opcode', 1002, [{ opcode: 0xb }]],
		['a continuation without a beginning', 1002, [{ opcode: opcodes.continuation, payload: '{}' }]],
		[
			'a new message within a fragmented one',
			1002,
			[{ opcode: opcodes.text, isLast: false }, { opcode: opcodes.text }]
		],
		['a fragmented ping', 1002, [{ opcode: opcodes.ping, isLast: false }]],
		['a fragmented close frame', 1002, [{ opcode: opcodes.close, isLast: false }]],
		['a ping of 126 bytes', 1002, [{ opcode: opcodes.ping, payload: 'x'.repeat(126) }]],
		['a close frame with half a code', 1002, [{ opcode: opcodes.close, payload: 'x' }]],
		[
			'a close code that must never be sent',
			1002,
			[{ opcode: opcodes.close, payload: closeBytes(1006) }]
		],
		[
			'a close reason that is not UTF-8',
			1007,
			[{ opcode: opcodes.close, payload: Buffer.concat([closeBytes(1000), notUtf8]) }]
		],
		['text that is not UTF-8', 1007, [{ opcode: opcodes.text, payload: Buffer.from([0xff]) }]],
		[
			'a message that ends within a character',
			1007,
			[
				{ opcode: opcodes.text, payload: Buffer.from([0x22, 0xe3]), isLast: false },
				{ opcode: opcodes.continuation, payload: Buffer.from([0x81]) }
			]
		],
		[
			'a lone surrogate encoded in UTF-8',
			1007,
			[{ opcode: opcodes.text, payload: Buffer.from([0xed, 0xa0, 0x80]) }]
		],
		['binary data', 1003, [{ opcode: opcodes.binary, payload: 'x' }]],
		['an empty binary message', 1003, [{ opcode: opcodes.binary }]],
		[
			'a length of one byte more than 64 KiB',
			1009,
			[{ opcode: opcodes.text, length: 64 * 1024 + 1 }]
		],
		['a length beyond all memory', 1009, [{ opcode: opcodes.text, length: 2 ** 50 }]],
		[
			'fragments that are too long together',
			1009,
			[
				{ opcode: opcodes.text, payload: long, isLast: false },
				{ opcode: opcodes.continuation, payload: long }
			]
		]
	])(
		'V6 V8: a framing error closes the connection with its code: %s [close-rfc]',
		async (_, code, frames) => {
			const client = await RawClient.connect(setup.server);
			expect(await client.upgrade('/ws?room=frames')).toBe(101);
			for (const frame of frames) client.socket.write(frameBytes(frame));
			await until(
				() => client.closeCode === code,
				() => `close code ${code}, not ${client.closeCode}`
			);
			expect(client.text).toContain(`{"type":"closing","code":${code}`);
			client.socket.destroy();
			await setup.others.publish();
		}
	);

	it('a message may be fragmented byte by byte, with pings in between', async () => {
		const client = await RawClient.connect(setup.server);
		await client.upgrade(`/ws?room=parts-${randomId(8)}`);
		const bytes = Buffer.from('{"type":"message","text":"日本語"}');
		for (const [n, byte] of bytes.entries()) {
			const fragment = {
				opcode: n === 0 ? opcodes.text : opcodes.continuation,
				payload: Buffer.of(byte)
			};
			client.socket.write(frameBytes({ ...fragment, isLast: n === bytes.length - 1 }));
			client.frame(opcodes.ping, 'still here?');
		}
		await until(() => client.text.includes('"ack"'), 'the ack');
		await until(() => client.text.includes('"text":"日本語"'), 'the message');
		client.socket.destroy();
	});

	it('after any bytes the connection continues or closes with a code of the protocol', async () => {
		const bytes = fc.oneof(
			fc.uint8Array({ minLength: 1, maxLength: 300 }).map((array) => Buffer.from(array)),
			fc
				.record({
					opcode: fc.nat(15),
					payload: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
					isLast: fc.boolean(),
					reserved: fc.nat(7),
					isMasked: fc.boolean()
				})
				.map(frameBytes)
		);
		await fc.assert(
			fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 5 }), async (frames) => {
				const client = await RawClient.connect(setup.server);
				await client.upgrade('/ws?room=noise');
				await until(() => client.text.includes('"welcome"'), 'the welcome');
				for (const frame of frames) client.socket.write(frame);
				client.socket.end(frameBytes({ opcode: opcodes.close }));
				await client.ended();
				const [, code] = /"closing","code":(\d+)/.exec(client.text) ?? [];
				if (code !== undefined) expect(isCloseCode(Number(code))).toBe(true);
				expect(client.text).not.toContain('"internal"');
				client.socket.destroy();
			}),
			{ numRuns: runs(150) }
		);
	});
});
