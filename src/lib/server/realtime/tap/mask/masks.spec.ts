import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sender } from 'ws';
import { bodyMask, clientFramesMask, maskHead, outgoingMask, type Mask } from './masks.ts';

/** What a mask makes of a text that it gets in pieces, cut at these indexes (modulo the length). */
function through(mask: Mask, text: string | Buffer, indexes: readonly number[] = []): Buffer {
	const bytes = Buffer.from(text as string);
	const cuts = [0, ...indexes.map((index) => index % (bytes.length + 1)), bytes.length];
	cuts.sort((a, b) => a - b);
	return Buffer.concat(cuts.slice(1).map((to, i) => mask(bytes.subarray(cuts[i], to))));
}

const stars = (text: string) => '*'.repeat(Buffer.byteLength(text));
const pieces = fc.array(fc.nat(500), { maxLength: 6 });

it('masks the values of cookies and credentials in a head, and nothing else', () => {
	const head =
		'GET / HTTP/1.1\r\nHost: a\r\nCookie: session=1; b\r\nauthorization:Bearer x\r\nX-Api-Key: k\r\n\r\n';
	expect(maskHead(Buffer.from(head)).toString()).toBe(
		'GET / HTTP/1.1\r\nHost: a\r\nCookie: ************\r\nauthorization:********\r\nX-Api-Key: *\r\n\r\n'
	);
});

it('does not mask the fields of a WebSocket handshake', () => {
	const head = 'GET / HTTP/1.1\r\nSec-WebSocket-Key: abc\r\nUpgrade: websocket\r\n\r\n';
	const bytes = Buffer.from(head);
	expect(maskHead(bytes)).toBe(bytes);
});

it('masks the texts of others and secrets, in any pieces, and keeps own texts', () => {
	const message = (id: string, text: string) => JSON.stringify({ id, seq: 1, user: 'u', text });
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string(), pieces, (theirs, own, indexes) => {
			const frames = (text: string, ticket: string) =>
				`data: ${message('e.1', text)}\n\n42["message",${message('e.2', own)}]{"ticket":"${ticket}"}`;
			const text = JSON.stringify(theirs).slice(1, -1);
			const masked = through(
				outgoingMask((id) => id === 'e.2'),
				frames(theirs, 't'),
				indexes
			);
			expect(masked.toString()).toBe(frames('@', '*').replace('@', () => stars(text)));
		})
	);
});

it('masks a new cookie in the head of a response', () => {
	const head = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nX: y\r\n\r\n';
	expect(
		through(
			outgoingMask(() => true),
			head
		).toString()
	).toBe(head.replace('a=b', '***'));
});

it('masks a text without an id, and after a text the next one needs an id of its own', () => {
	const json = '{"id":"e.1","text":"own"}{"text":"no id"}';
	const masked = through(
		outgoingMask(() => true),
		json
	).toString();
	expect(masked).toBe('{"id":"e.1","text":"own"}{"text":"*****"}');
});

it('masks a ticket in a body that arrives in any pieces', () => {
	fc.assert(
		fc.property(pieces, (indexes) => {
			const body = '40{ "ticket" : "a\\"b", "text": "mine" }';
			expect(through(bodyMask(), body, indexes).toString()).toBe(
				'40{ "ticket" : "****", "text": "mine" }'
			);
		})
	);
});

it('masks a ticket in the frames of a client so that they decode to asterisks', () => {
	const payload = '{"type":"auth","ticket":"secret"}';
	const key = Buffer.from([1, 2, 3, 4]);
	const frame = (text: string, options: object) =>
		Buffer.concat(
			Sender.frame(Buffer.from(text), {
				...{ fin: true, mask: true, readOnly: false, opcode: 1, rsv1: false },
				generateMask: (mask: Buffer) => key.copy(mask),
				...options
			})
		);
	const frames = (text: string) =>
		Buffer.concat([
			frame(text.slice(0, 27), { fin: false }),
			frame('"ticket":"ping"', { opcode: 9 }),
			frame(text.slice(27), { opcode: 0 }),
			frame('x'.repeat(70_000), {})
		]);
	fc.assert(
		fc.property(pieces, (indexes) => {
			const masked = through(clientFramesMask(), frames(payload), indexes);
			expect(masked.equals(frames(payload.replace('secret', '******')))).toBe(true);
		}),
		{ numRuns: 30 }
	);
});
