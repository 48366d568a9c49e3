import { expect, it } from 'vitest';
import { byteRows } from './byte-rows.ts';
import { dump } from './dump.ts';
import { chunk, frameOf, request, response, unitsOf } from './fixture.ts';

const options = { columns: 16, limit: 1024, isUnmasked: false };
const message = unitsOf([
	['in', request],
	['out', response + chunk]
])[2]!;

it('divides a unit into rows, with `…` where a row begins within a character', () => {
	const rows = byteRows(message, options);
	const lines = rows.map(({ cells }) => cells.map(({ char }) => char).join(''));
	expect(lines).toEqual(['22·↵data:␣{"text', '":"こんにちは', '…"}↵↵·↵']);
});

it('gives the characters of a row as many columns as it has bytes', () => {
	for (const columns of [8, 16, 5]) {
		for (const { cells } of byteRows(message, { ...options, columns })) {
			expect(cells.reduce((sum, { width }) => sum + width, 0)).toBe(cells.length);
		}
	}
});

it('gives a byte order mark as many columns as it has bytes', () => {
	const text = `22\r\ndata: {"text":"\ufeffんにちは"}\n\n\r\n`;
	const [, , unit] = unitsOf([
		['in', request],
		['out', response + text]
	]);
	const cells = byteRows(unit!, options).flatMap((row) => row.cells);
	expect(cells.find(({ char }) => char === '\ufeff')?.width).toBe(3);
});

it('names the layers around a byte, outermost first', () => {
	const cells = byteRows(message, options).flatMap((row) => row.cells);
	expect(cells[0]?.layers).toEqual(['http']);
	expect(cells[4]?.layers).toEqual(['http', 'sse']);
	expect(cells[12]?.layers).toEqual(['http', 'sse', 'json']);
});

it('shows the text of a masked frame, and its bytes masked or not', () => {
	const key = [1, 2, 3, 4];
	const masked = [...Buffer.from('{"a":1}')].map((byte, i) => byte ^ key[i % 4]!);
	const frame = frameOf('in', [0x81, 0x87, ...key, ...masked]);
	const row = (isUnmasked: boolean) => byteRows(frame, { ...options, isUnmasked })[0]!.cells;
	expect(row(false)[6]).toMatchObject({ hex: '7a', char: '{' });
	expect(row(true)[6]).toMatchObject({ hex: '7b', char: '{' });
});

it('shows a limited number of bytes', () => {
	expect(byteRows(message, { ...options, limit: 20 }).flatMap(({ cells }) => cells)).toHaveLength(
		20
	);
});

it('dumps a unit as text: its bytes in hex and as characters, its fields with their values', () => {
	const lines = dump(message).split('\n');
	expect(lines[0]).toBe('2.0 ms 受信 1：SSE 40バイト data: {"text":"こんにちは"}');
	expect(lines).toContainEqual(expect.stringMatching(/^0050 {2}32 32 0d 0a 64 .* {2}22·↵data:␣/));
	expect(lines).toContain('  チャンクサイズ [80-81]: 0x22 = 34');
	expect(lines.some((line) => /^ +文字列 \[\d+-\d+\]: こんにちは$/.test(line))).toBe(true);
});
