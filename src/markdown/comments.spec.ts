import { expect, it } from 'vitest';
import { withoutComments } from './comments.ts';
import { thrown } from './fixture.ts';
import { toLines } from './lines.ts';

const remaining = (source: string) =>
	withoutComments(toLines(source), 'a.md').map(({ number, text }) => `${String(number)} ${text}`);

it('removes a comment from its line, or the line if there is nothing else', () => {
	expect(remaining('a <!-- b --> c')).toEqual(['1 a  c']);
	expect(remaining('a\n<!-- b -->\nc')).toEqual(['1 a', '3 c']);
	expect(remaining('> a\n> <!-- b -->\n> c')).toEqual(['1 > a', '3 > c']);
	expect(remaining('a<!-- b --><!-- c -->d<!---->')).toEqual(['1 ad']);
});

it('removes all lines of a comment, including fences and blank lines', () => {
	expect(remaining('a\n<!--\n```ts\n\n## b [#b]\n-->\nc')).toEqual(['1 a', '7 c']);
	expect(remaining('a <!-- b\n\nc --> d\ne')).toEqual(['1 a  d', '4 e']);
});

it('keeps code: in a fence, in a span, in a span over two lines', () => {
	expect(remaining('```html\n<!-- a -->\n```')).toHaveLength(3);
	expect(remaining('~~~html\n<!-- a -->\n~~~\n<!-- b -->')).toHaveLength(3);
	expect(remaining('`<!--` and ``a`<!--`` b')).toEqual(['1 `<!--` and ``a`<!--`` b']);
	expect(remaining('`a\n<!-- b` c')).toEqual(['1 `a', '2 <!-- b` c']);
	expect(remaining('a <!--\n--> `b\n<!--` c')).toEqual(['1 a  `b', '3 <!--` c']);
});

it('keeps an escaped `\\<!--` as text', () => {
	expect(remaining('a \\<!-- b')).toEqual(['1 a \\<!-- b']);
});

it('treats a lone backtick as text', () => {
	expect(remaining('a ` b <!-- c -->')).toEqual(['1 a ` b ']);
});

it('rejects a comment that is never closed, with its line', () => {
	expect(thrown(() => remaining('a\n\nb <!-- c\nd'))).toBe('a.md:3: this comment is never closed');
});
