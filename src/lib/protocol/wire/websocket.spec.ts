import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sender } from 'ws';
import { mistakeIn, valuesOf } from './fixture.ts';
import { decodeText } from './json.ts';
import { decodeFrames, unmasked } from './websocket.ts';

interface Sent {
	/** Pieces of one message. */
	pieces: string[];
	mask: boolean;
}

/** What `ws` writes for these messages. */
function write(messages: Sent[], more?: (sender: Sender) => void): Uint8Array {
	const chunks: Buffer[] = [];
	const socket = new Duplex({
		read: () => undefined,
		write(chunk: Buffer, _, done) {
			chunks.push(chunk);
			done();
		}
	});
	const sender = new Sender(socket);
	for (const { pieces, mask } of messages) {
		pieces.forEach((piece, i) => {
			const fin = i === pieces.length - 1;
			sender.send(Buffer.from(piece), { binary: false, mask, fin, compress: false });
		});
	}
	more?.(sender);
	return new Uint8Array(Buffer.concat(chunks));
}

const decode = (bytes: Uint8Array) => decodeFrames(bytes, 0, decodeText);

const messages = fc.array(
	fc.record({
		pieces: fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), {
			minLength: 1,
			maxLength: 3
		}),
		mask: fc.boolean()
	}),
	{ maxLength: 5 }
);

describe('the frames that ws writes', () => {
	it('are read back: one span per frame, over all bytes, with the whole text', () => {
		fc.assert(
			fc.property(messages, (sent) => {
				const bytes = write(sent);
				const frames = decode(bytes);
				expect(mistakeIn(frames, 0, bytes.length)).toBeNull();
				const plain = unmasked(bytes, frames);
				const texts = frames.map(({ children }) => {
					const payload = children.find(({ field }) => field === 'websocket.payload');
					return payload ? Buffer.from(plain.subarray(payload.from, payload.to)).toString() : '';
				});
				expect(texts).toEqual(sent.flatMap(({ pieces }) => pieces));
			})
		);
	});

	it.each([
		[125, '125', undefined],
		[126, '126', '126'],
		[65_535, '126', '65535'],
		[65_536, '127', '65536']
	])('of %i bytes have a length of 7, 16 or 64 bits', (size, short, extended) => {
		const [frame] = decode(write([{ pieces: ['x'.repeat(size)], mask: true }]));
		expect(valuesOf([frame!], 'websocket.length')).toEqual([short]);
		expect(valuesOf([frame!], 'websocket.extended-length')).toEqual(extended ? [extended] : []);
		expect(valuesOf([frame!], 'websocket.payload')).toEqual([String(size)]);
	});

	it('have their header decoded down to single bits', () => {
		const frames = decode(write([{ pieces: ['{"text":', '"é"}'], mask: false }]));
		expect(valuesOf(frames, 'websocket.fin')).toEqual(['0', '1']);
		expect(valuesOf(frames, 'websocket.opcode')).toEqual(['0x1 text', '0x0 continuation']);
		expect(valuesOf(frames, 'websocket.mask')).toEqual(['0', '0']);
		expect(valuesOf(frames, 'websocket.rsv')).toEqual(['000', '000']);
	});

	it('may share one JSON text, whose spans are divided where a frame ends', () => {
		const frames = decode(write([{ pieces: ['{"text":"日', '本"}'], mask: true }]));
		expect(valuesOf(frames, 'json.string')).toEqual(['日本', '日本']);
		const pieces = frames.map(({ children }) => children.at(-1)?.children[0]);
		expect(pieces.map((piece) => piece?.isPart)).toEqual([true, true]);
	});

	it('that close have a code and a reason', () => {
		const frames = decode(write([], (sender) => sender.close(4400, '不正', true, () => undefined)));
		expect(valuesOf(frames, 'websocket.opcode')).toEqual(['0x8 close']);
		expect(valuesOf(frames, 'websocket.close-code')).toEqual(['4400']);
		expect(valuesOf(frames, 'websocket.close-reason')).toEqual(['不正']);
	});

	it('may have control frames between the pieces of a message', () => {
		const bytes = write([], (sender) => {
			sender.send(Buffer.from('[1,'), { binary: false, mask: false, fin: false, compress: false });
			sender.ping(Buffer.from('?'), false, () => undefined);
			sender.send(Buffer.from('2]'), { binary: false, mask: false, fin: true, compress: false });
		});
		const frames = decode(bytes);
		expect(frames.map(({ value }) => value)).toEqual(['text', 'ping', 'continuation']);
		expect(valuesOf(frames, 'json.number')).toEqual(['1', '2']);
		expect(valuesOf(frames, 'data.text')).toEqual(['?']);
	});
});

it('a frame that is cut anywhere is incomplete', () => {
	const bytes = write([{ pieces: ['{"text":"hello"}'.repeat(20)], mask: true }]);
	for (let length = 1; length < bytes.length; length++) {
		const frames = decode(bytes.subarray(0, length));
		expect(mistakeIn(frames, 0, length)).toBeNull();
		expect(frames.at(-1)?.state).toBe('incomplete');
	}
});

it.each([
	['a reserved opcode', [0x83, 0x00]],
	['a divided control frame', [0x09, 0x00]],
	['a long control frame', [0x89, 0x7e, 0x00, 0x80]],
	['RSV2 without an extension', [0xa1, 0x00]],
	['a length above 2^53', [0x82, 0x7f, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0]]
])('%s is malformed, with everything after it', (_, bytes) => {
	const frames = decode(Uint8Array.from([...bytes, 1, 2, 3]));
	expect(frames).toMatchObject([{ from: 0, to: bytes.length + 3, state: 'malformed' }]);
});

it('a compressed or binary message has no text', () => {
	expect(valuesOf(decode(Uint8Array.from([0xc1, 1, 0x7b])), 'data.encoded')).toHaveLength(1);
	expect(valuesOf(decode(Uint8Array.from([0x82, 1, 0x7b])), 'data.binary')).toHaveLength(1);
});
