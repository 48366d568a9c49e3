import { expect, test } from 'vitest';
import { compileBody } from '../markdown/fixture-page.ts';
import { fillSlots } from '../markdown/slots.ts';
import { sectionsOf } from './sections.ts';

async function sections(body: string, files: Record<string, string> = {}) {
	const page = await compileBody(body, files);
	return sectionsOf(fillSlots(page.html, page.slots), '説明');
}

test('a page is split at its headings, each with the headings above it', async () => {
	const body =
		'はじめに。\n\n## 一 [#one]\n\n本文。\n\n### 細部 [#detail]\n\n### 別の細部 [#other]\n\n## 二 [#two]\n\n終わり。\n';
	expect(await sections(body)).toEqual([
		{ id: '', headings: [], text: '説明 はじめに。' },
		{ id: 'one', headings: ['一'], text: '本文。' },
		{ id: 'detail', headings: ['一', '細部'], text: '' },
		{ id: 'other', headings: ['一', '別の細部'], text: '' },
		{ id: 'two', headings: ['二'], text: '終わり。' }
	]);
});

test('inline code is part of its sentence, and cells and list items are separate words', async () => {
	const body =
		'`close()`を**呼ぶ**。\n\n- 一\n- 二\n\nTable: 表\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n';
	const [first] = await sections(body);
	expect(first?.text).toBe('説明 close()を呼ぶ。 一 二 表 甲 乙 丙 丁');
});

test('printed code is omitted, printed messages are not', async () => {
	const body =
		'```ts check\nconst secret = 1;\n```\n\n```text file=a.txt title="コンソール"\n```\n\nMap<string>と{中括弧}\n';
	const [first] = await sections(body, { 'a.txt': 'Error: listen EADDRINUSE' });
	expect(first?.text).toBe('説明 コンソール Error: listen EADDRINUSE Map<string>と{中括弧}');
});
