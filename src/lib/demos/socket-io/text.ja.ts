import type { TransportStep } from '$lib/client/socket-io.ts';
import { isolate } from '../isolate.ts';
import type { People } from './people.ts';

/** The texts of the Socket.IO demonstration. */
export const text = {
	panes: ['1人目', '2人目'],
	you: (user: string) => `サーバーが付けた名前：${isolate(user)}`,
	unnamed: 'まだ名前がありません',
	transport: '使っているトランスポート',
	step: {
		open: 'で接続',
		upgrading: 'を試しています',
		upgraded: 'に切り替え',
		'upgrade-failed': 'のまま続けます'
	} satisfies Record<TransportStep['step'], string>,
	noTransport: '接続していません',
	join: '入る部屋',
	entering: '入室中',
	refused: '入れません',
	view: '見ている部屋',
	nowhere: '部屋に入ると、会話がここに出ます。',
	unread: (count: number) => `未読${count}件`,
	log: (room: string, pane: string) => `${pane}が見ている${room}の会話`,
	empty: 'まだ発言はありません。',
	own: '自分',
	other: '相手',
	joined: (user: string) => `${isolate(user)}が入りました。`,
	left: (user: string) => `${isolate(user)}が出ました。`,
	welcome: 'この部屋に入りました。',
	back: '入り直しました。',
	gap: '取り戻せない発言があります。',
	hole: (from: number, to: number) => `${from}番から${to}番までの発言が届いていません。`,
	people({ users, count }: People): string {
		const names = users.map(isolate).join('、');
		if (count !== undefined) {
			const unnamed = count - users.length;
			return `ここにいる人（${count}人）：${names}${unnamed > 0 ? `、ほか${unnamed}人` : ''}`;
		}
		return names === '' ? '' : `入ってから見かけた人：${names}`;
	},
	label: (room: string) => `${room}での発言`,
	labelNowhere: '発言',
	send: '送信',
	full: '送信待ちがいっぱいです。',
	pending: '送信待ち',
	failed: (code: string) => `送れませんでした（${code}）`,
	retry: '送り直す',
	discard: '取り消す',
	cut: '接続を切る',
	now: '今すぐ再接続',
	again: '接続する'
};
