import { expect, it } from 'vitest';
import { encodeTextFrame, payloadOf } from './text-frame.ts';

it.each([
	[0, [0x81, 0]],
	[125, [0x81, 125]],
	[126, [0x81, 126, 0, 126]],
	[65_535, [0x81, 126, 0xff, 0xff]],
	[65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]]
])('frames a text of %d bytes as defined in RFC 6455 §5.2', (length, header) => {
	const text = 'x'.repeat(length);
	const frame = encodeTextFrame(text);
	expect([...frame.subarray(0, header.length)]).toEqual(header);
	expect(frame.subarray(header.length).toString()).toBe(text);
	expect(payloadOf(frame).toString()).toBe(text);
});

it('counts bytes, not characters', () => {
	const frame = encodeTextFrame('日本😀');
	expect(frame[1]).toBe(10);
	expect(payloadOf(frame).toString()).toBe('日本😀');
});
