import { carriageReturn, colon, lineFeed, space, tab } from './ascii.ts';
import { createSpan, createTextSpan, textOf, type Span } from './span.ts';

/** A head that has not ended after this many bytes is incomplete. */
const maxHeadBytes = 64 * 1024;

/** The head of a request or response, with the values that the decoding of its body needs. */
export interface HttpHead {
	span: Span;
	/** Empty for a response. */
	method: string;
	target: string;
	/** 0 for a request. */
	status: number;
	/** By name in lower case. Of a repeated header only the last value is kept. */
	headers: ReadonlyMap<string, string>;
	/** Whether its blank line has arrived. */
	isComplete: boolean;
}

interface Line {
	from: number;
	to: number;
}

/** Decodes a head that begins at `from`. A malformed line is a span too. */
export function decodeHead(bytes: Uint8Array, from: number): HttpHead {
	const { lines, next } = linesOf(bytes, from);
	const isComplete = next !== null;
	const [start, ...rest] = lines;
	const first = start ? decodeStartLine(bytes, start) : emptyStart;
	const headers = new Map<string, string>();
	const spans = rest.map((line) => decodeHeader(bytes, line, headers));
	const to = next ?? Math.min(bytes.length, from + maxHeadBytes);
	const children = first.span ? [first.span, ...spans] : spans;
	if (next !== null) children.push(createSpan('http.end', next - 2, next));
	const span = createSpan('http.head', from, to, {
		value: start ? textOf(bytes, start.from, start.to) : '',
		...(!isComplete && { state: 'incomplete' as const }),
		children
	});
	const { method, target, status } = first;
	return { span, method, target, status, headers, isComplete };
}

/** The complete lines up to the blank one, without their CRLF, and where the head ends. */
function linesOf(bytes: Uint8Array, from: number): { lines: Line[]; next: number | null } {
	const lines: Line[] = [];
	const limit = Math.min(bytes.length, from + maxHeadBytes);
	for (let at = from; at < limit;) {
		const to = findCrlf(bytes, at, limit);
		if (to === at) return { lines, next: at + 2 };
		if (to === -1) break;
		lines.push({ from: at, to });
		at = to + 2;
	}
	return { lines, next: null };
}

/** Where the next CRLF begins; -1 if there is none before `limit`. */
export function findCrlf(bytes: Uint8Array, from: number, limit = bytes.length): number {
	for (let at = bytes.indexOf(carriageReturn, from); at !== -1 && at + 1 < limit;) {
		if (bytes[at + 1] === lineFeed) return at;
		at = bytes.indexOf(carriageReturn, at + 1);
	}
	return -1;
}

interface StartLine {
	span: Span | null;
	method: string;
	target: string;
	status: number;
}

const emptyStart: StartLine = { span: null, method: '', target: '', status: 0 };
const statusLine = /^(?<version>HTTP\/\d\.\d) (?<status>\d{3})(?: (?<reason>.*))?$/;
const requestLine = /^(?<method>\S+) (?<target>\S+) (?<version>HTTP\/\d\.\d)$/;

function decodeStartLine(bytes: Uint8Array, { from, to }: Line): StartLine {
	// One character per byte, so that positions in the text are positions in the bytes.
	const text = String.fromCharCode(...bytes.subarray(from, to));
	const response = statusLine.exec(text)?.groups;
	if (response) {
		const { version = '', status = '', reason = '' } = response;
		const at = from + version.length + 1;
		const children = [
			createTextSpan('http.version', bytes, from, at - 1),
			createTextSpan('http.status', bytes, at, at + 3)
		];
		if (reason) children.push(createTextSpan('http.reason', bytes, at + 4, to));
		const span = createSpan('http.status-line', from, to + 2, { value: text, children });
		return { ...emptyStart, span, status: Number(status) };
	}
	const request = requestLine.exec(text)?.groups;
	if (!request) {
		const span = createTextSpan('http.request-line', bytes, from, to + 2, { state: 'malformed' });
		return { ...emptyStart, span };
	}
	const { method = '', target = '' } = request;
	const at = from + method.length + 1;
	const versionAt = at + target.length + 1;
	const children = [
		createTextSpan('http.method', bytes, from, at - 1),
		createTextSpan('http.target', bytes, at, versionAt - 1),
		createTextSpan('http.version', bytes, versionAt, to)
	];
	const span = createSpan('http.request-line', from, to + 2, { value: text, children });
	return { ...emptyStart, span, method, target };
}

/** `name: value` with optional spaces around the value (RFC 9112 §5). */
export function decodeHeader(
	bytes: Uint8Array,
	{ from, to }: Line,
	headers?: Map<string, string>
): Span {
	const found = bytes.subarray(from, to).indexOf(colon);
	if (found < 1) return createTextSpan('http.header', bytes, from, to + 2, { state: 'malformed' });
	const isSpace = (at: number) => bytes[at] === tab || bytes[at] === space;
	const nameEnd = from + found;
	let valueFrom = nameEnd + 1;
	let valueTo = to;
	while (valueFrom < to && isSpace(valueFrom)) valueFrom++;
	while (valueTo > valueFrom && isSpace(valueTo - 1)) valueTo--;
	const children = [createTextSpan('http.name', bytes, from, nameEnd)];
	if (valueFrom < valueTo) {
		children.push(createTextSpan('http.value', bytes, valueFrom, valueTo));
	}
	headers?.set(textOf(bytes, from, nameEnd).toLowerCase(), textOf(bytes, valueFrom, valueTo));
	return createSpan('http.header', from, to + 2, { value: textOf(bytes, from, to), children });
}
