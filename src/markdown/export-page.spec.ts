import { expect, test } from 'vitest';
import { exportPage } from './export-page.ts';
import { pageOf, projectOf } from './fixture.ts';

function exported(body: string, files: Record<string, string> = {}): string {
	const project = projectOf(files);
	const options = { project, file: 'a.md', lang: 'ja', path: '/a/', today: '2026-11-23' } as const;
	return exportPage(pageOf(body), options).split('> 説明\n\n')[1] ?? '';
}

test('the title, the address and the description come first', () => {
	const project = projectOf({});
	const options = { project, file: 'a.md', lang: 'ja', path: '/a/' } as const;
	expect(exportPage(pageOf('本文。'), options)).toBe('# 題名\n\nURL: /a/\n\n> 説明\n\n本文。\n');
	expect(exportPage(pageOf('本文。'), { ...options, url: 'https://example.org/a/' })).toContain(
		'URL: https://example.org/a/\n'
	);
});

test('code is read from its file, without notation, also in a list and if it contains fences', () => {
	const files = {
		'src/a.ts': '// #region x\nlet a = 1; // [!code highlight]\n// #endregion x\nlet b;'
	};
	expect(exported('```ts file=src/a.ts#x\n```', files)).toBe(
		'```ts title="src/a.ts"\nlet a = 1;\n```\n'
	);
	expect(exported('- 項目\n\n  ```ts check\n  f();\n\n  g();\n  ```\n', files)).toBe(
		'- 項目\n\n  ```ts\n  f();\n\n  g();\n  ```\n'
	);
	expect(exported('````md file=a.txt\n````', { 'a.txt': '```ts\n```' })).toBe(
		'````md title="a.txt"\n```ts\n```\n````\n'
	);
	expect(exported('> [!NOTE] 題\n> ```ts check\n> f();\n> ```')).toContain('> f();\n> ```\n');
});

test('a counter-example is labeled as one', () => {
	expect(exported('```ts counter=S1\nbad();\n```')).toBe(
		'```ts title="やってはいけない例 S1"\nbad();\n```\n'
	);
});

test('code is unchanged, even if it looks like syntax of pages', () => {
	const code = '## a [#b]\nTable: x [#y]\n[[fact:z]]\n> [!NOTE] n\n<Demo name="no" />';
	expect(exported('```text file=a.txt\n```', { 'a.txt': code })).toContain(code);
	expect(exported('`[[fact:z]]`のように書く')).toBe('`[[fact:z]]`のように書く\n');
});

test('a diagram has its source and its text alternative', () => {
	expect(exported('```mermaid title="図" alt="文。"\nflowchart TD\n  a --> b\n```')).toBe(
		'```mermaid title="図"\nflowchart TD\n  a --> b\n```\n\n文。\n'
	);
});

test('a fact is text with its source, and is marked if it has expired', () => {
	const fact = (expires: string) =>
		`node:\n  claim: c\n  value: "20.19"\n  source: https://example.org/\n  checked: 2026-01-02\n  expires: ${expires}\n`;
	const line = 'Node [[fact:node]]以降';
	expect(exported(line, { 'content/facts.yaml': fact('2027-01-01') })).toBe(
		'Node 20.19（[出典と確認日 2026-01-02](https://example.org/)）以降\n'
	);
	expect(exported(line, { 'content/facts.yaml': fact('2026-02-01') })).toContain('**要再確認**');
});

test('a demonstration and an example are links, with their files', () => {
	const files = {
		'src/lib/demos/sse/index.ts': '',
		'src/lib/demos/sse/feed.ts': 'feed();',
		'src/lib/examples/chat/index.ts': '',
		'src/lib/examples/chat/Chat.svelte': '<p>chat</p>'
	};
	expect(exported('<Demo name="sse" files="feed.ts" />', files)).toBe(
		'[デモ「sse」を動かす](/a/#demo-sse)\n\n```ts title="src/lib/demos/sse/feed.ts"\nfeed();\n```\n'
	);
	expect(exported('<Example name="chat" />\n\n<ExampleFiles name="chat" />', files)).toBe(
		'[デモ「chat」を動かす](/a/#demo-chat)\n\n' +
			'[プロジェクトとしてダウンロード（zip）](/examples/chat.zip)\n\n' +
			'```svelte title="src/lib/examples/chat/Chat.svelte"\n<p>chat</p>\n```\n'
	);
});

test('headings, captions, callouts, checklists and folds are plain Markdown', () => {
	expect(exported('## 見出し [#id]\n\nTable: 表 [#t]\n| 甲 |\n| --- |\n| 乙 |')).toBe(
		'## 見出し\n\n**表**\n\n| 甲 |\n| --- |\n| 乙 |\n'
	);
	expect(exported('> [!NOTE] 題\n> 文\n\n> [!TRAP S1] 罠\n> 文')).toBe(
		'> **補足 題**\n>\n> 文\n\n> **落とし穴 S1 罠**\n>\n> 文\n'
	);
	expect(exported('<Checklist id="go">\n- [ ] 項目\n</Checklist>')).toBe('- [ ] 項目\n');
	expect(exported('<Details title="題">\n\n文\n\n</Details>')).toBe('**題**\n\n文\n');
});
