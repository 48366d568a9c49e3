import { expect, test } from 'vitest';
import { normalize, queryTokens, tokens } from './tokens.ts';

test('Japanese is split into pairs of characters, words of an alphabet stay whole', () => {
	expect(tokens('再接続')).toEqual(['再接', '接続']);
	expect(tokens('SSEの再接続')).toEqual(['sse', 'の再', '再接', '接続']);
	expect(tokens('Last-Event-ID')).toEqual(['last', 'event', 'id']);
	expect(tokens('部')).toEqual(['部']);
	expect(tokens('時々')).toEqual(['時々']);
	expect(tokens('')).toEqual([]);
	expect(tokens('、。 -')).toEqual([]);
});

test('full width, half width and capitals are the same', () => {
	expect(tokens('ＳＳＥ')).toEqual(tokens('sse'));
	expect(tokens('ｻｰﾊﾞｰ')).toEqual(tokens('サーバー'));
	expect(normalize('ＷｅｂＳｏｃｋｅｔ')).toBe('websocket');
});

test('the terms of a part of a word are terms of the word', () => {
	const word = tokens('バックプレッシャー');
	for (const part of ['バックプレ', 'プレッシャー', 'ック']) {
		expect(word).toEqual(expect.arrayContaining(tokens(part)));
	}
});

test('a query has each term once, and pairs that begin with hiragana only if it has nothing else', () => {
	expect(queryTokens('接続が切れる')).toEqual(['接続', '続が', '切れ']);
	expect(queryTokens('つながらない')).toEqual(tokens('つながらない'));
	expect(queryTokens('接続 接続')).toEqual(['接続']);
});
