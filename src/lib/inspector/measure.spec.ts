import { expect, it } from 'vitest';
import { chunk, frameOf, request, response, unitsOf } from './fixture.ts';
import { measure, pathAt } from './measure.ts';
import { visibleRows } from './layer-rows.ts';

const units = unitsOf([
	['in', request],
	['out', response + chunk]
]);
const message = units[2]!;

it('counts every byte of a unit once, and message text separately', () => {
	const shares = measure(message.span);
	const sum = [...shares.values()].reduce((total, bytes) => total + bytes, 0);
	expect(sum).toBe(message.span.to - message.span.from);
	// `22 CRLF CRLF`, `data: ` with two line ends, `{"text":""}`, five characters of three bytes.
	expect(Object.fromEntries(shares)).toEqual({ http: 6, sse: 8, json: 11, text: 15 });
	expect([...measure(units[0]!.span).keys()]).toEqual(['http']);
});

it('counts a byte once, even if several bit fields share it', () => {
	const { span } = frameOf('out', [0x81, 2, 0x7b, 0x7d]);
	expect(Object.fromEntries(measure(span))).toEqual({ websocket: 2, json: 2 });
});

it('finds the fields at a byte from the outermost to the innermost', () => {
	const byte = message.span.from + 4 + 'data: {"text":"'.length;
	const fields = pathAt(message.span, byte).map(({ field }) => field);
	expect(fields).toEqual([
		...['http.chunk', 'http.chunk-data', 'sse.event', 'sse.data', 'sse.value'],
		...['json.object', 'json.member', 'json.string']
	]);
});

it('expands the tree along the path to the selection', () => {
	const path = pathAt(message.span, message.span.from + 4);
	const rows = visibleRows(message.span, path).map(
		({ span, depth, isExpanded }) => `${depth} ${span.field}${isExpanded ? ' ▾' : ''}`
	);
	expect(rows).toEqual([
		'0 http.chunk ▾',
		'1 http.chunk-size',
		'1 http.line-end',
		'1 http.chunk-data ▾',
		'2 sse.event ▾',
		'3 sse.data ▾',
		'4 sse.name',
		'4 sse.value',
		'3 sse.blank-line',
		'1 http.line-end'
	]);
});
