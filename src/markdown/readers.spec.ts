import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBody, rejection } from './fixture-page.ts';
import { pageOf, projectOf } from './fixture.ts';
import { readOutlines } from './pages.ts';
import { fillSlots } from './slots.ts';

const files = {
	'content/facts.yaml':
		'node:\n  claim: c\n  value: 24\n  source: https://a.example/\n  checked: 2026-01-01\n  expires: 2027-01-01\n',
	'src/lib/demos/a/index.ts': ''
};

/** Parts of a page, each a separate paragraph; `$` makes names unique. */
const pieces = [
	'文です。`code`と``a`b``。',
	'## 見出し [#h-$]',
	'### Plain heading $',
	'```ts counter=S1\nconst a = 1;\n<!-- code -->\n```',
	'~~~text counter=S1\n```\n~~~',
	'> [!TRAP S1] 題\n> 文\n> 続き',
	'Table: 表 [#t-$]\n\n| a | b |\n| --- | --- |\n| https://a.example/$。 | [[fact:node]] |\n| c | d |',
	'- 一\n- 二\n  1. 三\n\n     ```json counter=S1\n     {}\n     ```',
	'[a](#) と https://a.example/$、と<kbd>Enter</kbd>。',
	'<Demo name="a" />',
	'<Checklist id="l-$">\n\n- [ ] 一\n- [ ] 二\n\n</Checklist>',
	'<details>\n<summary>a</summary>\n\n文\n\n</details>',
	'`<!-- 文` と\n二行目'
];
/** Contents of comments. Outside a comment, most of them would be syntax of a page. */
const hidden = [
	'## 見出し [#hidden]',
	'[a](/nowhere/) [[fact:none]] https://b.example',
	'```ts',
	'| a |\n| --- |',
	'<Demo name="none" />',
	'<Checklist id="x">',
	'> [!TRAP S9] x',
	'<b>',
	'[^1]',
	'',
	'`'
];

const page = fc
	.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
	.map((some) => some.map((piece, i) => piece.replaceAll('$', String(i))).join('\n\n'));

/** All results of reading a page: HTML, links, blocks, imports, headings and ids. */
async function exposed(body: string) {
	const compiled = await compileBody(body, files);
	const [outline] = readOutlines(projectOf({ ...files, 'content/ja/index.md': pageOf(body) }));
	return {
		html: fillSlots(compiled.html, compiled.slots),
		links: compiled.links.map(({ href }) => href),
		blocks: compiled.blocks.map(({ code, lang }) => ({ code, lang })),
		imports: compiled.imports,
		headings: outline?.page.headings,
		anchors: outline?.anchors
	};
}

/** Indexes of the lines outside of fenced blocks, where a comment is a comment. */
function openLines(lines: string[]): number[] {
	let fence: string | null = null;
	return lines.flatMap((line, i) => {
		const mark = /^\s*(```|~~~)/.exec(line)?.[1];
		const isOpen = fence === null;
		if (mark !== undefined) fence = fence === null ? mark : mark === fence ? null : fence;
		return isOpen ? [i] : [];
	});
}

describe('every reader of a page', () => {
	it('ignores comments, at any position and with any content', async () => {
		const comment = fc.array(fc.constantFrom(...hidden), { maxLength: 3 });
		await fc.assert(
			fc.asyncProperty(page, comment, fc.nat(), fc.boolean(), async (body, some, at, isInline) => {
				const lines = body.split('\n');
				const open = openLines(lines);
				const line = open[at % open.length] ?? 0;
				const text = `<!-- ${some.join('\n')} -->`;
				// In the second line of a code span it would be code.
				if (lines[line] === '二行目') return;
				if (isInline && line === lines.length - 1) lines[line] = (lines[line] ?? '') + text;
				else lines.splice(line, 0, text);
				expect(await exposed(lines.join('\n'))).toEqual(await exposed(body));
			}),
			{ numRuns: 25 }
		);
	}, 120_000);

	it('gets the same content with CRLF, CR and a byte order mark', async () => {
		await fc.assert(
			fc.asyncProperty(page, fc.constantFrom('\r\n', '\r'), async (body, end) => {
				expect(await exposed(body.replaceAll('\n', end))).toEqual(await exposed(body));
			}),
			{ numRuns: 10 }
		);
		const project = projectOf({ 'content/ja/index.md': `\uFEFF${pageOf('文')}` });
		expect(readOutlines(project)[0]?.page.title).toBe('題名');
	}, 120_000);

	it('reports the line of a mistake in the author’s file, with any line ends and after comments', async () => {
		for (const end of ['\n', '\r\n']) {
			const body = ['a', '<!--', '## b [#b]', '-->', '', 'c', '', '## 見出し'].join(end);
			expect(await rejection(body)).toMatch(/^a\.md:12: the heading needs an id/);
		}
	});
});
