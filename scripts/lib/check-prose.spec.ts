import { expect, test } from 'vitest';
import { checkProse } from './check-prose.ts';

const messagesOf = async (source: string) =>
	(await checkProse('a.md', source)).map(({ message }) => message);

test('plain technical prose passes, including the syntax of pages', async () => {
	const source = `---
title: 見出し
---

## 接続を保つ [#keep]

接続は、切れるまで使えます。\`ws\`の文書を読みます。

Table: 五つの方式の比較 [#compare]

| 方式 | 向き |
| ---- | ---- |
| SSE  | 片方 |

- 接続が切れても、続きから届きます。
`;
	expect(await messagesOf(source)).toEqual([]);
});

test.each([
	['a mixed style', '接続は切れます。だから待つのである。', 'no-mix-dearu-desumasu'],
	['ら抜き', 'このデータは見れます。', 'no-dropping-the-ra'],
	['half-width kana', 'ｻｰﾊﾞｰへ送ります。', 'no-hankaku-kana'],
	['a doubled particle', '材料不足で代替素材で製品を作りました。', 'no-doubled-joshi'],
	[
		'a sentence that does not end',
		'これは長いあいだ続く文ですが終わりません',
		'ja-no-mixed-period'
	],
	['a space between scripts', 'この SSE は速いです。', 'ja-space-between-half-and-full-width']
])('finds %s', async (_, text, rule) => {
	const messages = await messagesOf(`文です。\n\n${text}\n`);
	expect(messages.join()).toContain(rule);
	expect(messages[0]).toMatch(/^a\.md:3/);
});
