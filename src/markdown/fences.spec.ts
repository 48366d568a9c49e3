import { expect, it } from 'vitest';
import { replaceFences, type Fence } from './fences.ts';
import { toLines, toText } from './lines.ts';

function replaced(source: string): { text: string; fences: Fence[] } {
	const fences: Fence[] = [];
	const lines = replaceFences(
		toLines(source),
		'a.md',
		(fence) => `TOKEN${String(fences.push(fence))}`
	);
	return { text: toText(lines), fences };
}

it('reads language, options, code and line', () => {
	const { text, fences } = replaced('a\n\n```TS title="x y" {1}\nb\n\nc\n```\n\nd');
	expect(fences).toEqual([{ line: 3, lang: 'ts', meta: 'title="x y" {1}', code: 'b\n\nc' }]);
	expect(text).toBe('a\n\nTOKEN1\n\nd');
});

it('reads a fence without language and without lines', () => {
	expect(replaced('```\n```').fences).toEqual([{ line: 1, lang: '', meta: '', code: '' }]);
});

it('separates a fence from adjacent text', () => {
	expect(replaced('a\n```ts\n```\nb').text).toBe('a\n\nTOKEN1\n\nb');
});

it('does not close a fence at a shorter one or at one of another kind', () => {
	expect(replaced('````md\n```ts\n```\n~~~\n````').fences[0]?.code).toBe('```ts\n```\n~~~');
});

it('keeps a fence in its list item, with at most one blank line, and removes the indentation of its code', () => {
	const { text, fences } = replaced('1. a\n\n   ```json\n   {\n     "b": 1\n   }\n   ```\n\n2. c');
	expect(text).toBe('1. a\n\n   TOKEN1\n\n2. c');
	expect(fences[0]?.code).toBe('{\n  "b": 1\n}');
});

it('keeps a fence in its quotation', () => {
	const { text, fences } = replaced('> a\n> ```ts\n> b\n>\n> c\n> ```\n> d');
	expect(text).toBe('> a\n>\n> TOKEN1\n>\n> d');
	expect(fences[0]?.code).toBe('b\n\nc');
});

it('keeps the line numbers of the author’s file', () => {
	const lines = replaceFences(toLines('a\n```ts\nb\n```\nc'), 'a.md', () => 'T');
	expect(lines.find(({ text }) => text === 'c')?.number).toBe(5);
});
