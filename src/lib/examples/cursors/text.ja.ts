import { isolate } from '../../demos/isolate.ts';
import { text as shared } from '../../demos/text.ja.ts';

const tooLarge = 'メモの変更が大きすぎるため、送信できませんでした。短く分けて入力してください。';

/** このサンプルの画面の文言 */
export const text = {
	...shared,
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	name: '名前',
	nameHint: '1文字から32文字まで。ほかの人の画面にも表示されます。',
	invalidName: 'この名前は使えません。別の名前を入力してください。',
	board: (title: string) =>
		`${title}のボード。矢印キーでカーソルを動かします。Escapeキーでカーソルを消します。`,
	boardHint:
		'ここでポインターを動かすか、矢印キーを押すと、ほかの人の画面にカーソルが表示されます。',
	pointing: (names: readonly string[]) =>
		names.length === 0
			? '表示中のカーソルはありません。'
			: `表示中のカーソル：${shared.list(names.map(isolate))}`,
	note: '共有メモ',
	saved: 'すべて保存しました',
	unsaved: (count: number) => `未保存の変更${count}件`,
	refusals: {
		too_large: tooLarge,
		bad_message: tooLarge,
		rate_limited: '送信回数が上限を超えました。少し待って、自動で再送信します。',
		broker_unavailable: 'サーバーがメモを保存できません。少し待って、自動で再送信します。'
	} as Partial<Record<string, string>>,
	refused: (code: string) =>
		`メモの変更を送信できませんでした（${code}）。少し待って、自動で再送信します。`
};
