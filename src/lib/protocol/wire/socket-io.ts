import { decodeText } from './json.ts';
import { createSpan, createTextSpan, place, textOf, type Span } from './span.ts';

/** The names of the packet types, by their digit. */
export const engineIoTypes = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];
export const socketIoTypes = [
	'CONNECT',
	'DISCONNECT',
	'EVENT',
	'ACK',
	'CONNECT_ERROR',
	'BINARY_EVENT',
	'BINARY_ACK'
];

const separator = 0x1e;
const base64 = 0x62;
const zero = 0x30;

/** A body of Engine.IO's polling: packets with a separator between them. */
export function decodeEngineIoPayload(bytes: Uint8Array): Span[] {
	const spans: Span[] = [];
	for (let from = 0; from <= bytes.length;) {
		const end = bytes.indexOf(separator, from);
		const to = end === -1 ? bytes.length : end;
		const packet = decodeEngineIoPacket(bytes.subarray(from, to));
		spans.push(...(place(packet, [{ from, length: to - from }])[0] ?? []));
		if (end !== -1) spans.push(createSpan('engine-io.separator', end, end + 1, { value: '0x1e' }));
		from = to + 1;
	}
	return spans;
}

/** One packet, as a text frame carries it. */
export function decodeEngineIoPacket(bytes: Uint8Array): Span[] {
	const [first] = bytes;
	if (first === undefined) return [];
	const to = bytes.length;
	const type = first === base64 ? 'message' : engineIoTypes[first - zero];
	if (type === undefined) {
		return [createTextSpan('engine-io.packet', bytes, 0, to, { state: 'malformed' })];
	}
	const value = first === base64 ? 'binary' : type;
	const children = [
		createSpan('engine-io.type', 0, 1, { value: `${textOf(bytes, 0, 1)} ${value}` })
	];
	const [data = []] = place(decodeData(bytes.subarray(1), first === base64 ? 'binary' : type), [
		{ from: 1, length: to - 1 }
	]);
	return [createSpan('engine-io.packet', 0, to, { value, children: [...children, ...data] })];
}

function decodeData(bytes: Uint8Array, type: string): Span[] {
	if (bytes.length === 0) return [];
	if (type === 'message') return decodeSocketIoPacket(bytes);
	const json = type === 'open' ? decodeText(bytes) : [];
	return [createTextSpan('engine-io.data', bytes, 0, bytes.length, { children: json })];
}

/** A Socket.IO packet: `<type>[<attachments>-][<namespace>,][<ack id>][JSON]`. */
export function decodeSocketIoPacket(bytes: Uint8Array): Span[] {
	const to = bytes.length;
	const type = socketIoTypes[(bytes[0] ?? 0) - zero];
	if (type === undefined) {
		return [createTextSpan('socket-io.packet', bytes, 0, to, { state: 'malformed' })];
	}
	const children = [
		createSpan('socket-io.type', 0, 1, { value: `${textOf(bytes, 0, 1)} ${type}` })
	];
	let at = 1;
	const isBinary = type.startsWith('BINARY');
	const attachments = isBinary ? digitsAt(bytes, at) : at;
	if (attachments > at && bytes[attachments] === 0x2d) {
		children.push(createTextSpan('socket-io.attachments', bytes, at, attachments));
		at = attachments + 1;
	}
	if (bytes[at] === 0x2f) {
		const comma = bytes.indexOf(0x2c, at);
		const end = comma === -1 ? to : comma;
		children.push(createTextSpan('socket-io.namespace', bytes, at, end));
		at = Math.min(end + 1, to);
	}
	const id = digitsAt(bytes, at);
	if (id > at) children.push(createTextSpan('socket-io.ack-id', bytes, at, id));
	const [data = []] = place(decodeText(bytes.subarray(id)), [{ from: id, length: to - id }]);
	return [createSpan('socket-io.packet', 0, to, { value: type, children: [...children, ...data] })];
}

/** Where the digits from `at` end. */
function digitsAt(bytes: Uint8Array, at: number): number {
	let end = at;
	while ((bytes[end] ?? 0) >= zero && (bytes[end] ?? 0) <= 0x39) end++;
	return end;
}
