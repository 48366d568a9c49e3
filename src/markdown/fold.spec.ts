import { describe, expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

describe('<Details>', () => {
	it('folds Markdown under its title', async () => {
		expect(await render('<Details title="`History`の実装">\n- **a**\n</Details>')).toBe(
			'<details class="fold"><summary><code>History</code>の実装</summary>' +
				'<div><ul><li><strong>a</strong></li></ul></div></details>'
		);
	});

	it('escapes its title', async () => {
		expect(await render('<Details title="{a} & b">\nx\n</Details>')).toContain(
			'<summary>&#123;a&#125; &amp; b</summary>'
		);
	});

	it('may contain code and demonstrations', async () => {
		const html = await render(
			'<Details title="a">\n\n```ts file=a.ts\n```\n\n<Demo name="x" />\n\n</Details>',
			{ 'a.ts': 'export const a = 1;\n', 'src/lib/demos/x/index.ts': '' }
		);
		expect(html).toMatch(/^<details class="fold">.*<figure.*<Demo name="x".*<\/details>$/s);
	});
});

describe('<Challenge>', () => {
	it('is a named section with a folded solution', async () => {
		const source =
			'<Challenge title="書いてみる">\n問題です。\n<Solution>\n答えです。\n</Solution>\n</Challenge>';
		expect(await render(source)).toBe(
			'<section class="challenge" aria-labelledby="challenge-5">' +
				'<p class="callout-title" id="challenge-5"><span class="callout-kind">チャレンジ</span> 書いてみる</p>' +
				'<p>問題です。</p>' +
				'<details class="fold solution"><summary>解答例を見る</summary>' +
				'<div><p>答えです。</p></div></details></section>'
		);
	});
});

it.each([
	['<Details>\n</Details>', 'a.md:5: title: is missing'],
	['<Details title="a">', 'a.md:5: <Details> is never closed'],
	['</Details>', 'a.md:5: no <Details> is open here'],
	['<Solution>\n</Solution>', 'a.md:5: <Solution> must be directly in <Challenge>'],
	['<Details title="a">\n<Challenge title="b">', 'a.md:6: <Challenge> cannot be nested'],
	['<Challenge title="b">\n</Details>', 'a.md:6: no <Details> is open here'],
	['<Details title="a" open>\n</Details>', 'a.md:5: open: is not a known option: title'],
	[
		'<Details title="a">\n## b [#b]\n</Details>',
		'a.md:6: <Details> must not contain a heading: a link cannot scroll to folded text'
	],
	[
		'<Challenge title="a">\n## b [#b]\n</Challenge>',
		'a.md:6: <Challenge> must not contain a heading: its own title is not in the table of contents'
	]
])('rejects %j', async (source, message) => {
	expect(await rejection(source)).toBe(message);
});
