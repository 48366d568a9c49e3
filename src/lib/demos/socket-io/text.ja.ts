import type { TransportStep } from '$lib/client/socket-io.ts';
import { isolate } from '../isolate.ts';
import { text as shared } from '../text.ja.ts';
import type { People } from './people.ts';

/** The texts of the Socket.IO demonstration. */
export const text = {
	...shared,
	panes: ['1人目', '2人目'],
	you: (user: string) => `サーバーが付けた名前：${isolate(user)}`,
	unnamed: '名前はまだありません',
	transport: '使用中のトランスポート',
	step: {
		open: 'で接続',
		upgrading: 'に切り替え中',
		upgraded: 'に切り替え',
		'upgrade-failed': 'への切り替えに失敗'
	} satisfies Record<TransportStep['step'], string>,
	noTransport: '接続していません',
	join: '入室するルーム',
	entering: '入室しています',
	refused: '入室できません',
	view: '表示するルーム',
	nowhere: 'ルームに入ると、メッセージを表示します。',
	unread: (count: number) => `未読${count}件`,
	log: (room: string, pane: string) => `${pane}に表示中の${room}のメッセージ`,
	logNowhere: (pane: string) => `${pane}のメッセージ`,
	empty: 'メッセージはまだありません。',
	own: '自分',
	other: '相手',
	joined: (user: string) => `${isolate(user)}が入室しました。`,
	left: (user: string) => `${isolate(user)}が退室しました。`,
	welcome: 'このルームに入室しました。',
	back: '再び入室しました。',
	gap: '取得できないメッセージがあります。',
	hole: (from: number, to: number) => `番号${from}から${to}までのメッセージが欠落しました。`,
	people({ users, count }: People): string {
		const names = shared.list(users.map(isolate));
		if (count !== undefined) {
			const unnamed = count - users.length;
			return `参加者（${count}人）：${names}${unnamed > 0 ? `、ほか${unnamed}人` : ''}`;
		}
		return names === '' ? '' : `入室後に確認した参加者：${names}`;
	},
	label: (room: string) => `${room}へのメッセージ`,
	labelNowhere: 'メッセージ'
};
