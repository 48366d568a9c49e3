import { expect, it } from 'vitest';
import { highlight, isLanguage } from './highlight.ts';

it('gives tokens a class, and plain text no element', async () => {
	expect(await highlight('const a = "b";', 'ts')).toEqual([
		'<span class="tk-keyword">const</span> a = <span class="tk-string">"b"</span>;'
	]);
});

it('joins adjacent tokens of one class into one element', async () => {
	const [line] = await highlight('export default async function a() {}', 'ts');
	expect(line?.startsWith('<span class="tk-keyword">export default async function</span> ')).toBe(
		true
	);
});

it('returns one entry for each line', async () => {
	expect(await highlight('a\n\nb', 'ts')).toEqual(['a', '', 'b']);
});

it('escapes what HTML or Svelte would parse as markup', async () => {
	const html = (await highlight('<a>{b}</a>', 'svelte')).join('');
	expect(html.replace(/<\/?span[^>]*>/g, '')).toBe('&lt;a&gt;&#123;b&#125;&lt;/a&gt;');
	expect(await highlight('<{&', 'text')).toEqual(['&lt;&#123;&amp;']);
});

it('gives tokens classes of the theme and no style attribute', async () => {
	const samples = [
		['svelte', '<script lang="ts">let a = $state(1); // c\n</script>\n<p class="b">{a}</p>'],
		['http', 'GET /ws HTTP/1.1\nHost: a.example'],
		['nginx', 'location /ws { proxy_pass http://a; }'],
		['json', '{"a": [1, true]}'],
		['yaml', 'a: 1 # b'],
		['sh', 'curl -N "$URL" | head'],
		['diff', '+a\n-b'],
		['css', '.a { color: red; }'],
		['sql', "select * from a where b = 'c'"],
		['docker', 'FROM node:20']
	] as const;
	for (const [lang, code] of samples) {
		const html = (await highlight(code, lang)).join('');
		expect(html, lang).not.toContain('style=');
		expect(html, lang).toContain('class="tk-');
	}
});

it('knows which languages it can highlight', () => {
	expect(isLanguage('svelte') && isLanguage('text')).toBe(true);
	expect(isLanguage('typescrpt')).toBe(false);
	expect(isLanguage('toString')).toBe(false);
});
