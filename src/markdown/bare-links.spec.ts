import { expect, it } from 'vitest';
import { compileBody, render } from './fixture-page.ts';

const links = async (source: string) => (await compileBody(source)).links.map(({ href }) => href);

it.each([
	['仕様はhttps://a.example/b。次の文です。', 'https://a.example/b'],
	['https://a.example/b、', 'https://a.example/b'],
	['（https://a.example/?b=1&c=2#d）を見ます。', 'https://a.example/?b=1&c=2#d'],
	['「http://127.0.0.1:3000/」', 'http://127.0.0.1:3000/'],
	['See https://a.example/b. And', 'https://a.example/b'],
	['(https://a.example/b_(c)), d', 'https://a.example/b_(c)'],
	['| a |\n| --- |\n| https://a.example/b。 |', 'https://a.example/b']
])('ends a bare address before characters that cannot belong to it: %s', async (source, href) => {
	expect(await links(source.startsWith('|') ? `Table: a [#a]\n\n${source}` : source)).toEqual([
		href
	]);
});

it('keeps the sentence after the address out of the link', async () => {
	expect(await render('https://a.example/b。**強調**と`code`')).toBe(
		'<p><a href="https://a.example/b">https://a.example/b</a>。<strong>強調</strong>と<code>code</code></p>'
	);
});

it('does not change links, references, tags and code', async () => {
	expect(
		await links('[a](https://a.example/1) <https://a.example/2> `https://a.example/3。`')
	).toEqual(['https://a.example/1', 'https://a.example/2']);
	expect(await links('[a][b]\n\n[b]: https://a.example/4')).toEqual(['https://a.example/4']);
	expect(await links('<a href="https://a.example/5">https://a.example/6</a>')).toContain(
		'https://a.example/5'
	);
	expect(await links('[https://a.example/東京](https://a.example/7)')).toEqual([
		'https://a.example/7'
	]);
});
