import { pageOf } from '../../src/markdown/fixture.ts';

/** A page with a mistake of its author. */
export interface Mistake {
	name: string;
	source: string | Buffer;
	/** What is reported: the line, and the beginning of the reason. Several for a page with several mistakes. */
	reports: [line: number, reason: string][];
	/** True if only `npm run lint` and, after an edit, the development server report it, but a build does not. */
	lintOnly?: true;
}

/** A page with this text from line 7 on. */
const body = (text: string): string => pageOf(`文です。\n\n${text}\n`);
/** A page whose mistake is on line 7. */
const on7 = (name: string, text: string, reason: string): Mistake => ({
	name,
	source: body(text),
	reports: [[7, reason]]
});
const lint = (name: string, text: string, line: number, reason: string): Mistake => ({
	name,
	source: body(text),
	reports: [[line, reason]],
	lintOnly: true
});

export const mistakes: Mistake[] = [
	{
		name: 'front matter is missing',
		source: '文です。\n',
		reports: [[1, 'the page must begin with front matter']]
	},
	{
		name: 'several wrong fields',
		source: '---\ntitel: 題\ndescription: 1\n---\n文です。\n\n[壊れた](/nowhere/)\n',
		reports: [
			[1, 'title: is missing'],
			[2, 'titel: is not a known field: title, description'],
			[3, 'description: must be text'],
			[7, 'the link /nowhere/ leads nowhere']
		]
	},
	{
		name: 'YAML cannot be read',
		source: '---\ntitle: "題\ndescription: 説明\n---\n文です。\n',
		reports: [[3, 'Missing closing "quote']]
	},
	on7('link', '[先](/nowhere/)', 'the link /nowhere/ leads nowhere'),
	on7(
		'link without slash',
		'[先](/mistakes)',
		'the link /mistakes must have a slash at the end of its path'
	),
	on7('anchor', '[先](/#nowhere)', 'the link /#nowhere leads to a page without the anchor'),
	on7('image', '![図](/nowhere.png)', 'the image /nowhere.png is missing'),
	on7('image without description', '![](/icon.svg)', 'the image has no description: write ![what'),
	on7('file', '```ts file=src/nowhere.ts\n```', 'file: there is no file src/nowhere.ts'),
	on7(
		'region',
		'```ts file=src/server.ts#nowhere\n```',
		'file: src/server.ts has no region "nowhere"'
	),
	on7('kind of code', '```ts\na;\n```', 'a ts block needs file=…, check or counter=…'),
	on7('fence without end', '```ts check\na;', 'this code fence is never closed'),
	on7(
		'demonstration',
		'<Demo name="nowhere" />',
		'name: there is no src/lib/demos/nowhere/index.ts'
	),
	on7('laboratory', '<Lab name="nowhere" />', 'name: there is no src/lib/labs/nowhere/index.ts'),
	on7('demonstration in lower case', '<demo name="sse" />', 'write <Demo> instead of <demo>'),
	on7(
		'demonstration in a sentence',
		'次は<Demo name="sse" />です。',
		'<Demo> must be on its own line'
	),
	on7(
		'example',
		'<Example name="nowhere" />',
		'name: there is no src/lib/examples/nowhere/index.ts'
	),
	on7('trap in code', '```ts counter=Z9\na;\n```', 'counter: there is no trap Z9'),
	on7('trap in a callout', '> [!TRAP Z9] 見出し', 'there is no trap Z9 in content/traps.yaml'),
	on7('kind of callout', '> [!HINT] 見出し', '[!HINT] must be one of NOTE'),
	on7('fact', '[[fact:nowhere]]です。', 'there is no fact "nowhere" in content/facts.yaml'),
	on7(
		'measured figure',
		'[[wire:sse.nowhere]]です。',
		'there is no figure "sse.nowhere" in src/lib/labs/wire/figures.json'
	),
	{
		name: 'row with too many cells',
		source: body('Table: 表\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 | 戊 |'),
		reports: [[10, 'the row has 3 cells for 2 columns: write \\| for a | inside a cell']]
	},
	on7(
		'table without caption',
		'| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |',
		'a table needs a line `Table:'
	),
	on7('tag that is not closed', '<b>太字です。', '<b> is not closed by the end of the paragraph'),
	on7(
		'element in a wrong place',
		'<p>文<div>区画</div></p>',
		'`</p>` attempted to close element that was already'
	),
	on7('link in a block of HTML', '<p>[先](/)</p>', '[先](/) is printed as text'),
	on7('script', '<script>alert(1)</script>', '<script> is not available in pages: write \\<'),
	on7('folded text without end', '<Details title="題">\n\n文です。', '<Details> is never closed'),
	on7('heading without id', '## 見出し', 'the heading needs an id in ASCII: ## 見出し [#some-id]'),
	{
		name: 'id twice',
		source: body('## 一 [#a]\n\n## 二 [#a]'),
		reports: [[9, 'the id "a" is taken by line 7']]
	},
	on7('comment without end', '<!-- 途中', 'this comment is never closed'),
	on7('footnote', '文[^1]です。', '[^1]: footnotes are not supported'),
	{
		name: 'diagram without description',
		source: body('```mermaid title="図"\nflowchart TD\n\tA --> B\n```'),
		reports: [[7, 'alt: is missing']]
	},
	{
		name: 'Shift_JIS',
		// 「題」 in Shift_JIS, which is not UTF-8.
		source: Buffer.concat([
			Buffer.from('---\ntitle: '),
			Buffer.from([0x91, 0xe8]),
			Buffer.from('\n---\n')
		]),
		reports: [[2, 'is not UTF-8: save the file as UTF-8']]
	},
	{
		name: 'page in English',
		source:
			'---\ntitle: A page\ndescription: About nothing\n---\n\nThis page is written in English.\n',
		reports: [[6, 'the page is in English: pages in content/ja are in Japanese']]
	},
	{
		name: 'byte order mark, and a mistake below it',
		source: `\uFEFF${body('[先](/nowhere/)')}`,
		reports: [[7, 'the link /nowhere/ leads nowhere']]
	},
	lint(
		'diagram not drawn',
		'```mermaid title="図" alt="絵。"\nflowchart TD\n```',
		7,
		'the diagram has no drawing of this text: run `npm run diagrams`'
	),
	lint(
		'type in a block',
		"```ts check\nconst a: number = 'a';\n```",
		8,
		"in the ts block: Type 'string'"
	),
	lint('forbidden word', 'サーバにつなぎます。', 7, 'write サーバー, not サーバ'),
	lint('spacing', 'これは SSE です。', 7, '原則として'),
	lint('prose', '彼は賢いと思うと思うと言いますが、来ますが、帰ります。', 7, ''),
	lint('path', '`src/nowhere.ts`を読みます。', 7, 'src/nowhere.ts does not exist')
];
