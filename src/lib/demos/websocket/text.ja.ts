import type { OutboxProblem } from '$lib/client/outbox.ts';
import { isolate } from '../isolate.ts';

const problems: Partial<Record<OutboxProblem['code'], string>> = {
	client_id_conflict: '同じ番号で別の文が送られていました',
	bad_message: '長すぎるか、空の文でした',
	too_large: '大きすぎました',
	unconfirmed: '届いたかどうかを確かめられません'
};

/** Texts of the WebSocket demonstration. */
export const text = {
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	you: (user: string) => `サーバーが付けた名前：${isolate(user)}`,
	people: (count: number) => `部屋に${count}人`,
	unnamed: 'まだ名前がありません',
	log: (pane: string) => `${pane}の会話`,
	empty: 'まだ発言はありません。',
	own: '自分',
	other: '相手',
	cut: '接続を切る',
	now: '今すぐ再接続',
	again: '接続する',
	offline: 'オフラインにする',
	label: '発言',
	hint: 'Enterで送信、Shift+Enterで改行',
	send: '送信',
	full: '送信待ちがいっぱいです。接続が戻るまでお待ちください。',
	pending: '送信待ち',
	pendingCount: (count: number) => `送信待ち${count}件`,
	failed: (code: OutboxProblem['code']) => `送れませんでした（${problems[code] ?? code}）`,
	retry: '送り直す',
	discard: '取り消す',
	lost: '切断されました。',
	back: '再接続しました。',
	gap: '取り戻せない発言があります。',
	hole: (from: number, to: number) => `${from}番から${to}番までの発言が届いていません。`,
	invite: '別の端末で開く',
	inviteNote: '同じ部屋に入れるリンクです。知っている人だけが入れます。'
};
