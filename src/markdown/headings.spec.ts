import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { extractHeadings } from './headings.ts';
import { toLines, toText } from './lines.ts';

const extracted = (source: string) => extractHeadings(toLines(source), 'a.md');

it('reads the explicit id and removes it from the line', () => {
	const { lines, headings } = extracted('## 方式を選ぶ [#choose]\n\ntext [#no]');
	expect(headings).toEqual([{ id: 'choose', text: '方式を選ぶ', depth: 2, line: 1 }]);
	expect(toText(lines)).toBe('## 方式を選ぶ\n\ntext [#no]');
});

it('derives the id of an ASCII heading', () => {
	expect(extracted('### Behind a proxy: nginx').headings[0]?.id).toBe('behind-a-proxy-nginx');
});

it('removes Markdown syntax from the text', () => {
	const { headings } = extracted('## **太字**と`code`と[リンク](/a/) [[fact:x]] [#a]');
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
		['a repeated id', '## a\n## b [#a]', 'a.md:2: the id "a" is taken by line 1'],
		['a second h1', '# a', 'a.md:1: the title is the only h1: begin with ## or deeper']
	];
	it.each(cases)('%s', (_, source, message) => {
		expect(thrown(() => extracted(source))).toBe(message);
	});
});
