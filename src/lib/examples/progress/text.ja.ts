import { text as shared } from '../../demos/text.ja.ts';
import { maxUpTo, type Snapshot } from './protocol.ts';

const number = new Intl.NumberFormat(shared.locale);

/** このサンプルの画面の文言 */
export const text = {
	...shared,
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	number: (value: number) => number.format(value),
	upTo: '素数を数える上限',
	upToHint: `1から${number.format(maxUpTo)}までの整数。100億なら、数十秒かかります。`,
	invalidUpTo: `1から${number.format(maxUpTo)}までの整数を入力してください。`,
	failHalfway: '半分まで進んだら、ワーカーを異常終了させる',
	begin: 'ジョブを開始',
	beginAnother: '別のジョブを開始',
	cancel: 'キャンセル',
	progress: (title: string) => `${title}に表示中のジョブの進捗`,
	none: 'ジョブはまだありません。',
	jobStates: {
		queued: (ahead: number) => `待機中（前に${ahead}件）`,
		running: () => '実行中',
		done: () => '完了',
		failed: () => 'ワーカーが異常終了したため、失敗しました',
		overdue: () => '制限時間を超えたため、停止しました',
		cancelled: () => 'キャンセルしました',
		interrupted: () => 'サーバーが再起動したため、中断されました'
	} satisfies Record<Snapshot['state'], (ahead: number) => string>,
	done: '調べた数',
	left: '残り',
	primes: '見つけた素数',
	problems: {
		unknown: 'サーバーから応答がありません。もう一度押しても、ジョブは重複しません。',
		rate_limited: '実行中のジョブの数が上限に達しました。完了してから、もう一度押してください。',
		client_id_conflict: 'このジョブは、別の内容で登録済みです。ページを再読み込みしてください。',
		full: '待機中のジョブの数が上限に達しました。少し待ってから、もう一度押してください。'
	} as Partial<Record<string, string>>
};
