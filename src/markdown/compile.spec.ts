import { describe, expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

describe('Japanese text', () => {
	it.each([
		['**「重要」**です', '<strong>「重要」</strong>です'],
		['これは**重要。**次', 'これは<strong>重要。</strong>次'],
		['これは**（重要）**、次', 'これは<strong>（重要）</strong>、次'],
		['**`code`**を', '<strong><code>code</code></strong>を'],
		['語*「強調」*語', '語<em>「強調」</em>語'],
		['**あ**と**い**', '<strong>あ</strong>と<strong>い</strong>']
	])('is emphasized without spaces around the marks: %s', async (source, html) => {
		expect(await render(source)).toBe(`<p>${html}</p>`);
	});

	it('keeps quotation marks, dashes and dots as typed', async () => {
		expect(await render('"a" -- b... \'c\'')).toBe(`<p>"a" -- b... 'c'</p>`);
	});
});

it('wraps each h2 and what follows in a section that it labels', async () => {
	expect(await render('前\n\n## 一 [#one]\n\n文\n\n### 二 [#two]\n\n## 三 [#three]')).toBe(
		'<p>前</p><section aria-labelledby="one">' +
			'<h2 id="one">一<a class="anchor" href="#one" aria-label="リンク">#</a></h2><p>文</p>' +
			'<h3 id="two">二<a class="anchor" href="#two" aria-label="リンク">#</a></h3></section>' +
			'<section\n  aria-labelledby="three"\n>' +
			'<h2 id="three">三<a class="anchor" href="#three" aria-label="リンク">#</a></h2></section>'
	);
});

it('shows braces, tags and entities as the author typed them', async () => {
	expect(await render('`{a}` `<b>` `&lt;` {c} Map<string> d & e')).toBe(
		'<p><code>&#123;a&#125;</code> <code>&lt;b&gt;</code> <code>&amp;lt;</code> ' +
			'&#123;c&#125; Map&lt;string> d &amp; e</p>'
	);
});

it('keeps plain HTML', async () => {
	expect(
		await render('<kbd>Enter</kbd><br>\n\n<details>\n<summary>a</summary>\n\n**b**\n\n</details>')
	).toBe(
		'<p><kbd>Enter</kbd><br></p><details><summary>a</summary><p><strong>b</strong></p></details>'
	);
});

it('keeps code in its list item', async () => {
	expect(await render('1. a\n\n   ```text counter=S1\n   b\n   ```\n\n2. c')).toMatch(
		/^<ol><li><p>a<\/p><figure.*<\/figure><\/li><li><p>c<\/p><\/li><\/ol>$/s
	);
});

it('rejects a heading in another syntax', async () => {
	expect(await rejection('a\n\n見出し\n---')).toMatch(/^a\.md:7: write headings with ##/);
});

it('parses a line that begins with an inline element as a paragraph, not as a block of HTML', async () => {
	expect(await render('<kbd>Enter</kbd>で**送る**。\n\n> <br>a')).toBe(
		'<p><kbd>Enter</kbd>で<strong>送る</strong>。</p><blockquote><p><br>a</p></blockquote>'
	);
});
