import type { Span } from './head.ts';

/** Finds what to mask in the payloads of messages, which are passed piece by piece. */
interface PayloadSpans {
	spans(piece: string): Span[];
}

/** Control frames may come between the parts of a message (RFC 6455 §5.4). */
const firstControlOpcode = 8;
/** The fields of a frame's first two bytes (RFC 6455 §5.2). */
const opcodeBits = 0x0f;
const maskBit = 0x80;
const lengthBits = 0x7f;
/** Values of the length which mean that the real length follows, in two or eight bytes. */
const lengthInTwoBytes = 126;
const lengthInEightBytes = 127;
const maskKeyLength = 4;
const asterisk = '*'.charCodeAt(0);

/**
 * Masks secrets in the frames of a client. The client has combined their payloads with a key (RFC 6455 §5.3). Each
 * asterisk is combined with the same key, so whoever decodes the frame reads asterisks. A frame may be divided
 * anywhere.
 */
export class ClientFrames {
	readonly #payload: PayloadSpans;
	#header: number[] = [];
	#key: readonly number[] = [];
	#opcode = 0;
	/** How many bytes of the current payload have been read, and how many are still to come. */
	#read = 0;
	#left = 0;

	constructor(payload: PayloadSpans) {
		this.#payload = payload;
	}

	/** The piece with masked secrets. */
	mask(piece: Buffer): Buffer {
		let masked = piece;
		let at = 0;
		while (at < piece.length) {
			if (this.#left === 0) {
				this.#readHeader(piece[at++] ?? 0);
				continue;
			}
			const end = Math.min(piece.length, at + this.#left);
			masked = this.#maskPayload(masked, piece, at, end);
			this.#read += end - at;
			this.#left -= end - at;
			at = end;
		}
		return masked;
	}

	#readHeader(byte: number): void {
		this.#header.push(byte);
		const header = this.#header;
		const length = (header[1] ?? 0) & lengthBits;
		const extended = length === lengthInTwoBytes ? 2 : length === lengthInEightBytes ? 8 : 0;
		const keyLength = ((header[1] ?? 0) & maskBit) === 0 ? 0 : maskKeyLength;
		const keyAt = 2 + extended;
		if (header.length < 2 || header.length < keyAt + keyLength) return;
		const sizes = header.slice(2, keyAt);
		this.#opcode = (header[0] ?? 0) & opcodeBits;
		this.#key = header.slice(keyAt);
		this.#left = extended === 0 ? length : sizes.reduce((size, part) => size * 256 + part, 0);
		this.#read = 0;
		this.#header = [];
	}

	#maskPayload(masked: Buffer, piece: Buffer, from: number, to: number): Buffer {
		if (this.#opcode >= firstControlOpcode) return masked;
		const keyAt = (i: number) => this.#key[(this.#read + i - from) % maskKeyLength] ?? 0;
		const plain = Buffer.from(piece.subarray(from, to));
		for (let i = 0; i < plain.length; i++) plain[i] = (plain[i] ?? 0) ^ keyAt(from + i);
		const spans = this.#payload.spans(plain.toString('latin1'));
		if (spans.length === 0) return masked;
		const copy = masked === piece ? Buffer.from(piece) : masked;
		for (const span of spans) {
			for (let i = from + span.from; i < from + span.to; i++) copy[i] = asterisk ^ keyAt(i);
		}
		return copy;
	}
}
