import { isolate } from '../isolate.ts';
import { text as shared } from '../text.ja.ts';

/** The texts of the WebSocket demonstration. */
export const text = {
	...shared,
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	you: (user: string) => `サーバーが付けた名前：${isolate(user)}`,
	people: (count: number) => `ルームに${count}人`,
	unnamed: '名前はまだありません',
	log: (pane: string) => `${pane}のメッセージ`,
	empty: 'メッセージはまだありません。',
	own: '自分',
	other: '相手',
	label: 'メッセージ',
	hint: 'Enterで送信、Shift+Enterで改行',
	pendingCount: (count: number) => `送信待ち${count}件`,
	lost: '切断されました。',
	back: '再接続しました。',
	gap: '取得できないメッセージがあります。',
	hole: (from: number, to: number) => `番号${from}から${to}までのメッセージが欠落しました。`,
	invite: '別の端末で開く',
	inviteNote: '同じルームに入るリンクです。リンクを知っている人だけが入れます。'
};
