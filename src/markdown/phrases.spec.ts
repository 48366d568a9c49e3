import fc from 'fast-check';
import { expect, it } from 'vitest';
import { phrases } from './phrases.ts';

it.each([
	[
		'動くデモで学ぶ、SvelteKitのリアルタイム通信',
		'動く|デモで|学ぶ、|SvelteKitの|リアルタイム通信'
	],
	['はじめの一歩', 'はじめの|一歩'],
	['切り替えと受け取り', '切り替えと|受け取り'],
	['お知らせを送る（SSE）', 'お知らせを|送る|（SSE）'],
	['「接続」を切る。', '「接続」を|切る。'],
	['Socket.IO and Redis', 'Socket.IO and Redis'],
	['リアルタイムダッシュボード', 'リアルタイム|ダッシュボード'],
	['', '']
])('splits %s between phrases', (text, expected) => {
	expect(phrases(text).join('|')).toBe(expected);
});

it('loses nothing of any text', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			expect(phrases(text).join('')).toBe(text);
		})
	);
});
