import { describe, expect, it } from 'vitest';
import { asMarkdown, type Piece } from './as-markdown.ts';

const text = (words: string): Piece => ({
	nodeName: '#text',
	textContent: words,
	childNodes: []
});
const element = (nodeName: string, ...childNodes: Piece[]): Piece => ({
	nodeName,
	textContent: childNodes.map(({ textContent }) => textContent ?? '').join(''),
	childNodes
});
const link = (href: string, ...inside: Piece[]): Piece => ({ ...element('A', ...inside), href });

describe('a piece of a page as Markdown', () => {
	it('is one line, with its links and code', () => {
		const piece = element(
			'LABEL',
			element('INPUT'),
			text('\n止める。'),
			element('BR'),
			element('SMALL', link('https://a.example/#b', text('節'), element('CODE', text('a.ts'))))
		);
		expect(asMarkdown(piece)).toBe('止める。 [節`a.ts`](https://a.example/#b)');
	});

	it('escapes what Markdown would interpret', () => {
		expect(asMarkdown(text('[x] a_b *c* `d` <e> \\'))).toBe(
			'\\[x\\] a\\_b \\*c\\* \\`d\\` \\<e\\> \\\\'
		);
		expect(asMarkdown(link('https://a.example/', text('a[0]')))).toBe(
			'[a\\[0\\]](https://a.example/)'
		);
	});

	it('does not change code, backticks and brackets included', () => {
		const code = (words: string) => asMarkdown(element('CODE', text(words)));
		expect(code('a[0] * b_c')).toBe('`a[0] * b_c`');
		expect(code('a`b')).toBe('``a`b``');
		expect(code('a``b')).toBe('`a``b`');
		expect(code('`a`')).toBe('`` `a` ``');
	});

	it('keeps a link valid if its address has parentheses', () => {
		expect(asMarkdown(link('https://a.example/(b)', text('b')))).toBe(
			'[b](https://a.example/%28b%29)'
		);
	});
});
