import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import { textOf } from '$lib/protocol/wire/span.ts';
import { pathAt } from './measure.ts';
import type { Unit } from './timeline.ts';

/** One byte of the grid. */
export interface Cell {
	offset: number;
	hex: string;
	/** The character that begins at this byte; empty within a character, or `…` if the row begins within it. */
	char: string;
	/** How many bytes of this row the character spans. */
	width: number;
	/** The layers around the byte, outermost first, each once. */
	layers: WireProtocol[];
	/** Whether its field is the second, fourth … child of its parent: adjacent fields get different shades. */
	isEven: boolean;
}

export interface Row {
	offset: number;
	cells: Cell[];
}

interface Options {
	columns: number;
	/** The most bytes to return. */
	limit: number;
	/** Whether `hex` shows payloads after unmasking. */
	isUnmasked: boolean;
}

/** The bytes of a unit in rows, with the characters of their UTF-8 text. */
export function byteRows(unit: Unit, { columns, limit, isUnmasked }: Options): Row[] {
	const { span, bytes, plain } = unit;
	const to = Math.min(span.to, span.from + limit);
	const rows: Row[] = [];
	for (let at = span.from; at < to; at += columns) {
		const end = Math.min(at + columns, to);
		const cells: Cell[] = [];
		for (let offset = at; offset < end; offset++) {
			const byte = (isUnmasked ? plain : bytes)[offset] ?? 0;
			const { char, length } = characterAt(plain, offset, span.from, span.to);
			cells.push({
				offset,
				hex: byte.toString(16).padStart(2, '0'),
				char,
				width: char === '' ? 0 : Math.min(length, end - offset),
				...layersAt(unit, offset)
			});
		}
		rows.push({ offset: at, cells: fillStart(cells) });
	}
	return rows;
}

/** Shows `…` for the rest of a character that began in the row before. */
function fillStart(cells: Cell[]): Cell[] {
	const first = cells.findIndex(({ width }) => width > 0);
	const rest = first === -1 ? cells.length : first;
	const [cell] = cells;
	if (rest > 0 && cell) cells[0] = { ...cell, char: '…', width: rest };
	return cells;
}

function layersAt({ span }: Unit, offset: number): Pick<Cell, 'layers' | 'isEven'> {
	const path = pathAt(span, offset);
	const layers = [...new Set(path.map(({ protocol }) => protocol))];
	const inner = path.at(-1);
	const index = inner ? (path.at(-2)?.children.indexOf(inner) ?? 0) : 0;
	return { layers, isEven: index % 2 === 1 };
}

/** Visible replacements that common fonts contain. */
const replacements: Readonly<Record<number, string>> = { 0x0a: '↵', 0x20: '␣' };

/** The character that begins at `offset`, and its length in bytes. Empty within a character; a dot for a byte that is not text. */
function characterAt(bytes: Uint8Array, offset: number, from: number, to: number) {
	const byte = bytes[offset] ?? 0;
	if (byte < 0x80) {
		const isControl = byte < 0x21 || byte === 0x7f;
		return { char: isControl ? (replacements[byte] ?? '·') : String.fromCharCode(byte), length: 1 };
	}
	const start = characterStart(bytes, offset, from, to);
	if (start === null) return { char: '·', length: 1 };
	if (start.at < offset) return { char: '', length: 0 };
	return { char: textOf(bytes, offset, offset + start.length), length: start.length };
}

/** The longest encoding of a character in UTF-8. */
const maxCharacterBytes = 4;

/** The start of the well-formed character of two to four bytes that contains the byte; null if there is none. */
function characterStart(bytes: Uint8Array, offset: number, from: number, to: number) {
	for (let at = offset; at >= from && at > offset - maxCharacterBytes; at--) {
		const byte = bytes[at] ?? 0;
		if (byte >= 0x80 && byte < 0xc0) continue;
		const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
		if (at + length <= offset || at + length > to) return null;
		const text = textOf(bytes, at, at + length);
		return text.includes('\ufffd') ? null : { at, length };
	}
	return null;
}
