import { isolate } from '../../demos/isolate.ts';
import { text as shared } from '../../demos/text.ja.ts';
import type { Permission } from './desktop.svelte.ts';

/** このサンプルの画面の文言 */
export const text = {
	...shared,
	people: ['葵', '蓮'],
	guest: (mark: string) => `ゲスト${mark}`,
	unread: (count: number) => (count === 0 ? '未読はありません' : `未読${count}件`),
	notices: (name: string) => `${isolate(name)}への通知`,
	none: '通知はまだありません。',
	incomplete: '古い通知の一部は、サーバーに残っていません。',
	from: (name: string, to: 'all' | 'me') => `${isolate(name)}から${to === 'all' ? '全員へ' : ''}`,
	isUnread: '未読',
	mark: '既読にする',
	marking: '既読の送信待ち',
	isRead: '既読',
	notMarked: (code: string) => `既読にできませんでした。${shared.explain(code)}`,
	markAll: 'すべて既読にする',
	to: '宛先',
	all: '全員',
	message: '内容',
	example: (count: number) => `お知らせ${count}`,
	twice: '同じ通知を2回送信',
	once: 'サーバーは2回とも同じ番号を返しました。通知は重複していません。',
	failedTwice: '送信できませんでした。接続状態を確認して、もう一度押してください。',
	sameElsewhere: (name: string) => `${isolate(name)}の画面を別のタブで開く`,
	popup: (name: string) => `${name}からの通知`,
	allow: 'デスクトップ通知を有効にする',
	permission: {
		default: 'この画面を表示していない間に届いた通知を、デスクトップにも表示できます。',
		granted: 'この画面を表示していない間に届いた通知は、デスクトップにも表示されます。',
		denied:
			'デスクトップ通知は許可されていません。未読数は、ベルとタイトルに表示します。許可するには、ブラウザーでこのサイトの設定を変更してください。',
		unsupported:
			'このブラウザーはデスクトップ通知に対応していません。未読数は、ベルとタイトルに表示します。'
	} satisfies Record<Permission, string>
};
