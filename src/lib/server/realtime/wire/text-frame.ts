/**
 * Encodes a text message as a server sends it (RFC 6455 §5.2): one frame, not masked, not compressed. It is the
 * same for every reader, so it is encoded once; `ws.send` would make a header for each. The second byte is the length
 * if that is at most 125; 126 and 127 mean that the length follows, in two or in eight bytes.
 */
export function encodeTextFrame(text: string): Buffer {
	const length = Buffer.byteLength(text);
	const at = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const frame = Buffer.allocUnsafe(at + length);
	frame[0] = 0x81; // FIN, opcode 1
	if (at === 2) {
		frame[1] = length;
	} else if (at === 4) {
		frame[1] = 126;
		frame.writeUInt16BE(length, 2);
	} else {
		frame[1] = 127;
		frame.writeBigUInt64BE(BigInt(length), 2);
	}
	frame.write(text, at);
	return frame;
}

/** The text of a frame from `encodeTextFrame`, in UTF-8. */
export function payloadOf(frame: Buffer): Buffer {
	const length = frame[1] ?? 0;
	return frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10);
}
