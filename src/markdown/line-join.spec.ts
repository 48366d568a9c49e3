import { expect, it } from 'vitest';
import { render } from './fixture-page.ts';

it.each([
	['between Japanese letters', '日本語の\n文です', '日本語の文です'],
	['across emphasis', '日本**語**\nの文', '日本<strong>語</strong>の文'],
	['into emphasis', '日本\n**語**', '日本<strong>語</strong>'],
	['after wide punctuation', 'です。\nSSEは', 'です。SSEは'],
	['before wide punctuation', 'SSE\n（推奨）', 'SSE（推奨）'],
	['next to katakana', 'サーバー\nへ', 'サーバーへ']
])('leaves no space at the end of a line %s', async (_, source, html) => {
	expect(await render(source)).toBe(`<p>${html}</p>`);
});

it.each([
	['between Latin words', 'a\nb', 'a\nb'],
	['between Latin and Japanese', 'SSE\nは', 'SSE\nは'],
	['next to code', '次の\n`code`', '次の\n<code>code</code>']
])('keeps the space %s', async (_, source, html) => {
	expect(await render(source)).toBe(`<p>${html}</p>`);
});
