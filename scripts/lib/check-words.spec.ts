import { expect, it } from 'vitest';
import { pageOf } from '../../src/markdown/fixture.ts';
import { checkWords, wrongWords } from './check-words.ts';

const words = wrongWords(
	[
		'| 言葉 | 英語 | 意味 | 説明 | 避ける表記 |',
		'| --- | --- | --- | --- | --- |',
		'| ユーザー | user | 人 | [a](/) | ユーザ、利用者 |',
		'| サーバー | server | 機械 | [a](/) | サーバ |',
		'| 読者 | reader | 人 | [a](/) | — |'
	].join('\n')
);

it('reads the words from the tables of the glossary', () => {
	expect([...words]).toEqual([
		['ユーザ', 'ユーザー'],
		['利用者', 'ユーザー'],
		['サーバ', 'サーバー']
	]);
});

it('reports a wrong word with its line, but not where it continues in katakana, in code or in a comment', () => {
	const found = (source: string) =>
		checkWords('a.md', pageOf(source), words).map(({ message }) => message);
	expect(found('サーバーです。\n\nサーバです。')).toEqual(['a.md:7: write サーバー, not サーバ']);
	expect(found('ユーザーです。')).toEqual([]);
	expect(found('利用者です。')).toEqual(['a.md:5: write ユーザー, not 利用者']);
	expect(found('`サーバ`です。\n```ts\n// サーバ\n```')).toEqual([]);
	expect(found('``サ`ーバ``です。\n~~~text\nサーバ\n~~~\n<!--\nサーバ\n-->')).toEqual([]);
});
