import { isolate } from '../../demos/isolate.ts';

/** このサンプルの画面の文言 */
export const text = {
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	name: '名前',
	nameHint: '1文字から32文字まで。ほかの人の画面に出ます。',
	badName: 'この名前は使えません。',
	board: (title: string) =>
		`${title}の板。矢印キーで自分の印を動かせます。Escapeキーで印を消します。`,
	boardHint: 'この中でポインターを動かすか、矢印キーを押すと、ほかの人の画面に印が出ます。',
	pointing: (names: string[]) =>
		names.length === 0
			? '指している人はいません。'
			: `指している人：${names.map(isolate).join('、')}`,
	note: 'みんなのメモ',
	saved: 'すべて届きました',
	unsaved: (count: number) => `未送信の変更${count}件`,
	refusals: {
		too_large: '大きすぎるため、メモの変更を送れませんでした。',
		bad_message: '大きすぎるため、メモの変更を送れませんでした。',
		rate_limited: '送る回数が多すぎます。少し待って、送り直します。',
		broker_unavailable: 'サーバーがメモを記録できません。少し待って、送り直します。'
	} as Partial<Record<string, string>>,
	refused: (code: string) => `メモの変更が断られました（${code}）。少し待って、送り直します。`,
	cut: '接続を切る',
	offline: 'オフラインにする',
	again: '接続する'
};
