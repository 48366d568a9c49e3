import { decodeText } from './json.ts';
import { createSpan, createTextSpan, place, textOf, type Span } from './span.ts';

/** The names of the packet types, by their digit. */
const engineIoTypes = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];
const socketIoTypes = [
	'CONNECT',
	'DISCONNECT',
	'EVENT',
	'ACK',
	'CONNECT_ERROR',
	'BINARY_EVENT',
	'BINARY_ACK'
];

const codeOf = (char: string) => char.charCodeAt(0);

/** Separates the packets of one body. */
const recordSeparator = 0x1e;
/** Begins a packet of binary data, which follows as base64. */
const base64Mark = codeOf('b');
const zero = codeOf('0');
const nine = codeOf('9');

/** A body of Engine.IO's polling: packets with a separator between them. */
export function decodeEngineIoPayload(bytes: Uint8Array): Span[] {
	const spans: Span[] = [];
	for (let from = 0; from <= bytes.length;) {
		const separator = bytes.indexOf(recordSeparator, from);
		const to = separator === -1 ? bytes.length : separator;
		const packet = decodeEngineIoPacket(bytes.subarray(from, to));
		spans.push(...(place(packet, [{ from, length: to - from }])[0] ?? []));
		if (separator !== -1) {
			spans.push(createSpan('engine-io.separator', to, to + 1, { value: '0x1e' }));
		}
		from = to + 1;
	}
	return spans;
}

/** One packet, as a text frame carries it. */
export function decodeEngineIoPacket(bytes: Uint8Array): Span[] {
	const [first] = bytes;
	if (first === undefined) return [];
	const to = bytes.length;
	const isBinary = first === base64Mark;
	const type = isBinary ? 'binary' : engineIoTypes[first - zero];
	if (type === undefined) {
		return [createTextSpan('engine-io.packet', bytes, 0, to, { state: 'malformed' })];
	}
	const children = [
		createSpan('engine-io.type', 0, 1, { value: `${textOf(bytes, 0, 1)} ${type}` })
	];
	const [data = []] = place(decodeData(bytes.subarray(1), type), [{ from: 1, length: to - 1 }]);
	return [createSpan('engine-io.packet', 0, to, { value: type, children: [...children, ...data] })];
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
	const attachmentsEnd = isBinary ? endOfDigits(bytes, at) : at;
	if (attachmentsEnd > at && bytes[attachmentsEnd] === codeOf('-')) {
		children.push(createTextSpan('socket-io.attachments', bytes, at, attachmentsEnd));
		at = attachmentsEnd + 1;
	}
	if (bytes[at] === codeOf('/')) {
		const comma = bytes.indexOf(codeOf(','), at);
		const namespaceEnd = comma === -1 ? to : comma;
		children.push(createTextSpan('socket-io.namespace', bytes, at, namespaceEnd));
		at = Math.min(namespaceEnd + 1, to);
	}
	const idEnd = endOfDigits(bytes, at);
	if (idEnd > at) children.push(createTextSpan('socket-io.ack-id', bytes, at, idEnd));
	const [data = []] = place(decodeText(bytes.subarray(idEnd)), [
		{ from: idEnd, length: to - idEnd }
	]);
	return [createSpan('socket-io.packet', 0, to, { value: type, children: [...children, ...data] })];
}

/** Where the digits that begin at `at` end; `at` if there are none. */
function endOfDigits(bytes: Uint8Array, at: number): number {
	let end = at;
	while ((bytes[end] ?? 0) >= zero && (bytes[end] ?? 0) <= nine) end++;
	return end;
}
