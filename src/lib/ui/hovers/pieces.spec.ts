import { expect, test } from 'vitest';
import { highlight } from '../../../markdown/highlight.ts';
import { piecesOf } from './pieces.ts';

test('reads the text and the colors of highlighted code', () => {
	expect(
		piecesOf('<span class="tk-keyword">const</span> a: <span class="tk-type">A</span>')
	).toEqual([
		{ text: 'const', name: 'tk-keyword' },
		{ text: ' a: ', name: null },
		{ text: 'A', name: 'tk-type' }
	]);
	expect(piecesOf('')).toEqual([]);
});

test('returns exactly the code that was highlighted, special characters included', async () => {
	const code = 'const a: Map<"&lt;{}", `<b>${string}</b>`> & { "\'": 1 } // 日本語 🙂';
	const html = (await highlight(code, 'ts')).join('\n');
	const pieces = piecesOf(html);
	expect(pieces.map(({ text }) => text).join('')).toBe(code);
	expect(pieces.some(({ name }) => name !== null)).toBe(true);
});
