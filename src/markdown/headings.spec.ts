import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { takeHeadings } from './headings.ts';
import { toLines, toText } from './lines.ts';

const take = (source: string) => takeHeadings(toLines(source), 'a.md');

it('removes the explicit id from the line', () => {
	const { lines, headings } = take('## 方式を選ぶ [#choose]\n\ntext [#no]');
	expect(headings).toEqual([{ id: 'choose', text: '方式を選ぶ', depth: 2, line: 1 }]);
	expect(toText(lines)).toBe('## 方式を選ぶ\n\ntext [#no]');
});

it('derives the id of an ASCII heading', () => {
	expect(take('### Behind a proxy: nginx').headings[0]?.id).toBe('behind-a-proxy-nginx');
});

it('removes Markdown syntax from the text', () => {
	const { headings } = take('## **太字**と`code`と[リンク](/a/) [[fact:x]] [#a]');
	expect(headings[0]?.text).toBe('太字とcodeとリンク');
});

describe('an error names the line', () => {
	const cases: [name: string, source: string, message: string][] = [
		[
			'Japanese without an id',
			'\n## 見出し',
			'a.md:2: the heading needs an id in ASCII: ## 見出し [#some-id]'
		],
		[
			'an id that is not kebab-case',
			'## a [#Ab]',
			'a.md:1: the id "Ab" must be lower-case ASCII words joined by -'
		],
		['an id twice', '## a\n## b [#a]', 'a.md:2: the id "a" is taken by line 1'],
		['a second h1', '# a', 'a.md:1: the title is the only h1: begin with ## or deeper']
	];
	it.each(cases)('%s', (_, source, message) => {
		expect(thrown(() => take(source))).toBe(message);
	});
});
