import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';
import { trapsFile } from './traps.ts';

it('uses the rest of the first line as the title of the callout', async () => {
	expect(await render('> [!WARNING] 見出し `x`\n> 本文')).toBe(
		'<div class="callout warning" role="note"><p class="callout-title">' +
			'<span class="callout-kind">注意</span> 見出し <code>x</code></p><p>本文</p></div>'
	);
});

it('renders a callout without a title', async () => {
	expect(await render('> [!NOTE]\n> 本文')).toBe(
		'<div class="callout note" role="note"><p class="callout-title">' +
			'<span class="callout-kind">補足</span></p><p>本文</p></div>'
	);
});

it('shows the ID of a known trap, and its severity as a word and a class', async () => {
	const html = await render('> [!TRAP S1] 切断\n> 本文');
	expect(html).toContain('<div class="callout trap fatal" role="note">');
	expect(html).toContain(
		'<span class="callout-kind">落とし穴 S1</span> <span class="callout-severity">致命的</span> 切断</p>'
	);
	expect(await rejection('\n> [!TRAP S2] 切断')).toBe(
		`a.md:6: there is no trap S2 in ${trapsFile}`
	);
});

it('renders code and lists in a callout', async () => {
	const html = await render('> [!TIP]\n> - 一\n>\n> ```text counter=S1\n> a\n> ```');
	expect(html).toMatch(
		/^<div class="callout tip".*<ul><li>一<\/li><\/ul><figure.*<\/figure><\/div>$/s
	);
});

it('shows [!LEARN] without its kind, and requires a title', async () => {
	expect(await render('> [!LEARN] 学ぶこと\n>\n> - a')).toBe(
		'<div class="callout learn" role="note"><p class="callout-title">学ぶこと</p>' +
			'<ul><li>a</li></ul></div>'
	);
	expect(await rejection('> [!LEARN]\n> a')).toBe('a.md:5: [!LEARN] needs a title');
});

it('does not change a plain quotation', async () => {
	expect(await render('> 引用')).toBe('<blockquote><p>引用</p></blockquote>');
});

it('rejects an unknown kind, a trap without an ID, and an ID in another kind', async () => {
	expect(await rejection('> [!DANGER] a')).toBe(
		'a.md:5: [!DANGER] must be one of NOTE, TIP, WARNING, LEARN, TRAP'
	);
	expect(await rejection('> [!TRAP] a')).toMatch(/^a\.md:5: only \[!TRAP S1\] takes/);
	expect(await rejection('> [!NOTE S1] a')).toMatch(/^a\.md:5: only \[!TRAP S1\] takes/);
});
