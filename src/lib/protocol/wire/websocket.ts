import { createSpan, createTextSpan, join, place, type Segment, type Span } from './span.ts';

const opcodes: Readonly<Record<number, string>> = {
	0: 'continuation',
	1: 'text',
	2: 'binary',
	8: 'close',
	9: 'ping',
	10: 'pong'
};

const textOpcode = 1;
const closeOpcode = 8;
/** Frames with this opcode or a higher one are control frames. */
const firstControlOpcode = 8;
const maxControlLength = 125;
/** Values of the length in the second byte which mean that the real length follows, in two or eight bytes. */
const lengthInTwoBytes = 126;
const lengthInEightBytes = 127;

/** The bytes after this many frames are one span. */
const maxFrames = 50_000;
/** The upper 32 bits of 2⁵³. JavaScript cannot represent greater lengths exactly, so they count as malformed. */
const firstUnsafeHighWord = 0x20_0000;

interface Header {
	isFinal: boolean;
	isCompressed: boolean;
	opcode: number;
	key: Uint8Array | null;
	/** Where the payload begins. */
	from: number;
	length: number;
	spans: Span[];
}

interface Message {
	opcode: number;
	isCompressed: boolean;
	segments: Segment[];
	holders: Span[];
}

/**
 * The frames of one direction as spans (RFC 6455 §5.2). `decodeMessage` gets the unmasked bytes of each text message
 * that is complete and not compressed; the spans that it returns become children of the payloads of that message.
 */
export function decodeFrames(
	bytes: Uint8Array,
	from: number,
	decodeMessage: (text: Uint8Array) => Span[]
): Span[] {
	const plain = bytes.slice();
	const frames: Span[] = [];
	let message: Message | undefined;
	let at = from;
	while (at < bytes.length) {
		const header = frames.length < maxFrames ? readHeader(bytes, at) : null;
		if (header === null || header === 'malformed') {
			const state = header === null ? 'incomplete' : header;
			frames.push(createSpan('websocket.frame', at, bytes.length, { state }));
			break;
		}
		const end = header.from + header.length;
		const frame = createFrame(bytes, at, header);
		frames.push(frame);
		if (header.key) unmask(plain, header.from, end, header.key);
		const payload = frame.children.find(({ field }) => field === 'websocket.payload');
		if (header.opcode >= firstControlOpcode) {
			if (payload) payload.children = decodeControl(plain, payload, header.opcode);
		} else {
			message = addFragment(message, header, payload);
			if (header.isFinal && end <= bytes.length) {
				fillMessage(plain, message, decodeMessage);
				message = undefined;
			}
		}
		at = Math.min(end, bytes.length);
	}
	if (message)
		fillMessage(plain, message, (text) => [createTextSpan('data.text', text, 0, text.length)]);
	return frames;
}

function readHeader(bytes: Uint8Array, at: number): Header | 'malformed' | null {
	const first = bytes[at];
	const second = bytes[at + 1];
	if (first === undefined || second === undefined) return null;
	const opcode = first & 0x0f;
	const rsv = (first >> 4) & 7;
	const name = opcodes[opcode];
	if (name === undefined || (rsv & 3) !== 0) return 'malformed';
	const short = second & 0x7f;
	const isMasked = second >= 0x80;
	const extended = short === lengthInEightBytes ? 8 : short === lengthInTwoBytes ? 2 : 0;
	const keyAt = at + 2 + extended;
	const from = keyAt + (isMasked ? 4 : 0);
	if (from > bytes.length) return null;
	const length = extended === 0 ? short : readLength(bytes, at + 2, extended);
	if (length === null) return 'malformed';
	const isFinal = first >= 0x80;
	// Control frames are short and never divided (§5.5).
	if (opcode >= firstControlOpcode && (!isFinal || length > maxControlLength)) return 'malformed';
	const spans = [
		createSpan('websocket.first-byte', at, at + 1, {
			value: hex(first),
			children: [
				createSpan('websocket.fin', at, at + 1, { value: bit(isFinal), bits: [0, 1] }),
				createSpan('websocket.rsv', at, at + 1, {
					value: rsv.toString(2).padStart(3, '0'),
					bits: [1, 3]
				}),
				createSpan('websocket.opcode', at, at + 1, {
					value: `0x${opcode.toString(16)} ${name}`,
					bits: [4, 4]
				})
			]
		}),
		createSpan('websocket.second-byte', at + 1, at + 2, {
			value: hex(second),
			children: [
				createSpan('websocket.mask', at + 1, at + 2, { value: bit(isMasked), bits: [0, 1] }),
				createSpan('websocket.length', at + 1, at + 2, { value: String(short), bits: [1, 7] })
			]
		})
	];
	if (extended > 0) {
		const value = String(length);
		spans.push(createSpan('websocket.extended-length', at + 2, keyAt, { value }));
	}
	const key = isMasked ? bytes.subarray(keyAt, from) : null;
	if (key) {
		const value = [...key].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
		spans.push(createSpan('websocket.masking-key', keyAt, from, { value }));
	}
	return { isFinal, isCompressed: (rsv & 4) !== 0, opcode, key, from, length, spans };
}

const hex = (byte: number) => `0x${byte.toString(16).padStart(2, '0')}`;
const bit = (isSet: boolean) => (isSet ? '1' : '0');

function readLength(bytes: Uint8Array, at: number, size: 2 | 8): number | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
	if (size === 2) return view.getUint16(0);
	const high = view.getUint32(0);
	return high < firstUnsafeHighWord ? high * 2 ** 32 + view.getUint32(4) : null;
}

function createFrame(bytes: Uint8Array, at: number, { opcode, from, length, spans }: Header): Span {
	const end = from + length;
	const to = Math.min(end, bytes.length);
	const children = [...spans];
	if (to > from)
		children.push(createSpan('websocket.payload', from, to, { value: String(length) }));
	const state = end > bytes.length ? ({ state: 'incomplete' } as const) : {};
	return createSpan('websocket.frame', at, to, {
		value: opcodes[opcode] ?? '',
		...state,
		children
	});
}

/** XORs the bytes from `from` with the key, in place (§5.3). */
function unmask(bytes: Uint8Array, from: number, to: number, key: Uint8Array): void {
	const end = Math.min(to, bytes.length);
	for (let at = from; at < end; at++) {
		bytes[at] = (bytes[at] ?? 0) ^ (key[(at - from) % 4] ?? 0);
	}
}

function decodeControl(plain: Uint8Array, { from, to }: Span, opcode: number): Span[] {
	if (opcode !== closeOpcode) return [createTextSpan('data.text', plain, from, to)];
	if (to - from < 2) return [createSpan('data.unknown', from, to, { state: 'malformed' })];
	const code = ((plain[from] ?? 0) << 8) | (plain[from + 1] ?? 0);
	const spans = [createSpan('websocket.close-code', from, from + 2, { value: String(code) })];
	if (to - from > 2) spans.push(createTextSpan('websocket.close-reason', plain, from + 2, to));
	return spans;
}

function addFragment(
	before: Message | undefined,
	{ opcode, isCompressed }: Header,
	payload: Span | undefined
): Message {
	const message =
		before && opcode === 0 ? before : { opcode, isCompressed, segments: [], holders: [] };
	if (payload) {
		message.holders.push(payload);
		message.segments.push({ from: payload.from, length: payload.to - payload.from });
	}
	return message;
}

function fillMessage(
	plain: Uint8Array,
	{ opcode, isCompressed, segments, holders }: Message,
	decodeMessage: (text: Uint8Array) => Span[]
): void {
	const content = join(plain, segments);
	const whole = (field: 'data.binary' | 'data.encoded') => [createSpan(field, 0, content.length)];
	const spans = isCompressed
		? whole('data.encoded')
		: opcode === textOpcode
			? decodeMessage(content)
			: whole('data.binary');
	const placed = place(spans, segments);
	holders.forEach((holder, i) => (holder.children = placed[i] ?? []));
}

/** The bytes of one direction with every payload unmasked. `spans` other than frames are ignored. */
export function unmasked(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
	const plain = bytes.slice();
	for (const { children } of spans) {
		const key = children.find(({ field }) => field === 'websocket.masking-key');
		const payload = children.find(({ field }) => field === 'websocket.payload');
		if (key && payload) unmask(plain, payload.from, payload.to, bytes.subarray(key.from, key.to));
	}
	return plain;
}
