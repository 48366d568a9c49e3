import { createSpan, createTextSpan, textOf, type Span } from './span.ts';

/** A text that is nested more deeply is one span. */
const maxDepth = 12;
/** A text with more values is one span. */
const maxValues = 4000;

const quote = 0x22;
const backslash = 0x5c;
const whitespace = /[ \t\r\n]/;
const number = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/** The text is not JSON, or exceeds one of the bounds above. */
class Undecodable extends Error {}

/** JSON text as spans; null if it is not one valid JSON value, or exceeds one of the bounds above. */
export function decodeJson(bytes: Uint8Array): Span | null {
	const cursor = new Cursor(bytes);
	try {
		const value = readValue(cursor, 0);
		cursor.skipSpace();
		return cursor.isAtEnd ? value : null;
	} catch (error) {
		if (error instanceof Undecodable) return null;
		throw error;
	}
}

class Cursor {
	at = 0;
	values = 0;
	readonly bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}

	get isAtEnd() {
		return this.at >= this.bytes.length;
	}

	get char() {
		return String.fromCharCode(this.bytes[this.at] ?? 0);
	}

	skipSpace() {
		while (!this.isAtEnd && whitespace.test(this.char)) this.at++;
	}

	take(char: string): boolean {
		this.skipSpace();
		if (this.isAtEnd || this.char !== char) return false;
		this.at++;
		return true;
	}
}

function readValue(cursor: Cursor, depth: number): Span {
	cursor.skipSpace();
	if (++cursor.values > maxValues || depth > maxDepth) throw new Undecodable();
	if (cursor.char === '{') return readObject(cursor, depth);
	if (cursor.char === '[') return readArray(cursor, depth);
	if (cursor.char === '"') return readString(cursor, 'json.string');
	return readWord(cursor);
}

function readObject(cursor: Cursor, depth: number): Span {
	const from = cursor.at++;
	const children: Span[] = [];
	if (!cursor.take('}')) {
		do children.push(readMember(cursor, depth));
		while (cursor.take(','));
		if (!cursor.take('}')) throw new Undecodable();
	}
	return createSpan('json.object', from, cursor.at, { children });
}

function readMember(cursor: Cursor, depth: number): Span {
	cursor.skipSpace();
	if (cursor.char !== '"') throw new Undecodable();
	const key = readString(cursor, 'json.key');
	if (!cursor.take(':')) throw new Undecodable();
	const value = readValue(cursor, depth + 1);
	return createSpan('json.member', key.from, value.to, {
		value: key.value ?? '',
		children: [key, value]
	});
}

function readArray(cursor: Cursor, depth: number): Span {
	const from = cursor.at++;
	const children: Span[] = [];
	if (!cursor.take(']')) {
		do children.push(readValue(cursor, depth + 1));
		while (cursor.take(','));
		if (!cursor.take(']')) throw new Undecodable();
	}
	return createSpan('json.array', from, cursor.at, { children });
}

function readString(cursor: Cursor, field: 'json.string' | 'json.key'): Span {
	const { bytes, at: from } = cursor;
	let to = from + 1;
	while (to < bytes.length && bytes[to] !== quote) to += bytes[to] === backslash ? 2 : 1;
	if (to >= bytes.length) throw new Undecodable();
	cursor.at = to + 1;
	return createSpan(field, from, cursor.at, { value: parse(textOf(bytes, from, cursor.at)) });
}

function parse(text: string): string {
	try {
		return String(JSON.parse(text));
	} catch {
		throw new Undecodable();
	}
}

function readWord(cursor: Cursor): Span {
	const from = cursor.at;
	while (!cursor.isAtEnd && /[-+.0-9a-zA-Z]/.test(cursor.char)) cursor.at++;
	const word = textOf(cursor.bytes, from, cursor.at);
	if (['true', 'false', 'null'].includes(word)) {
		return createTextSpan('json.literal', cursor.bytes, from, cursor.at);
	}
	if (!number.test(word)) throw new Undecodable();
	return createTextSpan('json.number', cursor.bytes, from, cursor.at);
}

/** The spans of JSON text. Any other text is one span, an empty one has none. */
export function decodeText(bytes: Uint8Array): Span[] {
	if (bytes.length === 0) return [];
	const json = decodeJson(bytes);
	return [json ?? createTextSpan('data.text', bytes, 0, bytes.length)];
}
