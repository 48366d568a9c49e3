import { encodePayload, type Packet as EnginePacket } from 'engine.io-parser';
import fc from 'fast-check';
import { Encoder, PacketType } from 'socket.io-parser';
import { expect, it } from 'vitest';
import { mistakeIn, utf8, valuesOf } from './fixture.ts';
import { decodeEngineIoPacket, decodeEngineIoPayload, decodeSocketIoPacket } from './socket-io.ts';

const encoder = new Encoder();

it('reads what socket.io-parser writes', () => {
	const packet = fc.record(
		{
			type: fc.constantFrom(PacketType.EVENT, PacketType.ACK, PacketType.CONNECT_ERROR),
			nsp: fc.constantFrom('/', '/admin'),
			id: fc.nat(),
			data: fc.array(fc.oneof(fc.string(), fc.nat()), { minLength: 1 })
		},
		{ requiredKeys: ['type', 'nsp', 'data'] }
	);
	fc.assert(
		fc.property(packet, (sent) => {
			const bytes = utf8(String(encoder.encode(sent)[0]));
			const spans = decodeSocketIoPacket(bytes);
			expect(mistakeIn(spans, 0, bytes.length)).toBeNull();
			expect(spans).toMatchObject([{ value: PacketType[sent.type] }]);
			expect(valuesOf(spans, 'socket-io.namespace')).toEqual(sent.nsp === '/' ? [] : [sent.nsp]);
			expect(valuesOf(spans, 'socket-io.ack-id')).toEqual(
				sent.id === undefined ? [] : [String(sent.id)]
			);
			expect(spans[0]?.children.at(-1)?.field).toBe('json.array');
		})
	);
});

it('reads the number of attachments of a binary event', () => {
	const event = { type: PacketType.EVENT, nsp: '/', data: ['file', Buffer.from('x')] };
	const [text] = encoder.encode(event);
	expect(valuesOf(decodeSocketIoPacket(utf8(String(text))), 'socket-io.attachments')).toEqual([
		'1'
	]);
});

it('reads a polling body that engine.io-parser writes', async () => {
	const packets: EnginePacket[] = [
		{ type: 'open', data: '{"sid":"x"}' },
		{ type: 'message', data: '2["message",{"text":"こ"}]' },
		{ type: 'ping' },
		{ type: 'message', data: Buffer.from('binary') }
	];
	const payload = await new Promise<string>((done) => encodePayload(packets, done));
	const bytes = utf8(payload);
	const spans = decodeEngineIoPayload(bytes);
	expect(mistakeIn(spans, 0, bytes.length)).toBeNull();
	expect(valuesOf(spans, 'engine-io.packet')).toEqual(['open', 'message', 'ping', 'binary']);
	expect(valuesOf(spans, 'engine-io.separator')).toHaveLength(3);
	expect(valuesOf(spans, 'socket-io.type')).toEqual(['2 EVENT']);
	expect(valuesOf(spans, 'json.string')).toEqual(['x', 'message', 'こ']);
});

it('reads a probe', () => {
	expect(valuesOf(decodeEngineIoPacket(utf8('2probe')), 'engine-io.data')).toEqual(['probe']);
});

it('marks an unknown type as malformed', () => {
	expect(decodeEngineIoPacket(utf8('9x'))).toMatchObject([{ state: 'malformed' }]);
	expect(decodeSocketIoPacket(utf8('{}'))).toMatchObject([{ state: 'malformed' }]);
});

it('covers any bytes', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
			expect(mistakeIn(decodeEngineIoPayload(bytes), 0, bytes.length)).toBeNull();
		})
	);
});
