import { isolate } from '../../demos/isolate.ts';
import type { Permission } from './desktop.svelte.ts';

const full = '送信待ちが多すぎます。接続が戻ってから、もう一度押してください。';

/** このサンプルの画面の文言 */
export const text = {
	people: ['葵', '蓮'],
	guest: (mark: string) => `ゲスト${mark}`,
	unread: (count: number) => (count === 0 ? '未読はありません' : `未読${count}件`),
	list: (name: string) => `${name}への通知`,
	none: 'まだ通知はありません。',
	incomplete: '古い通知の一部は、もう残っていません。',
	from: (name: string, to: 'all' | 'me') => `${isolate(name)}から${to === 'all' ? '全員へ' : ''}`,
	isUnread: '未読',
	mark: '既読にする',
	marking: '既読を送信待ち',
	isRead: '既読',
	markProblems: { full } as Partial<Record<string, string>>,
	notMarked: (code: string) => `既読にできませんでした（${code}）。もう一度押してください。`,
	markAll: 'すべて既読にする',
	to: '宛先',
	all: '全員',
	message: '内容',
	example: (count: number) => `お知らせ${count}`,
	send: '送る',
	twice: '同じ通知を2度送る',
	once: 'サーバーは、2度とも同じ番号の通知だと答えました。',
	failedTwice: '送れませんでした。',
	full,
	unsent: {
		pending: '送信待ち',
		failed: (code: string) => `送れませんでした（${code}）`,
		retry: 'もう一度送る',
		discard: '取り消す'
	},
	cut: '切る',
	resume: '再開する',
	sameElsewhere: (name: string) => `${isolate(name)}を別のタブで開く`,
	popup: (name: string) => `${name}からの通知`,
	allow: 'デスクトップ通知を使う',
	permission: {
		default: 'この画面を見ていない間に届いた通知を、画面の外にも出せます。',
		granted: 'この画面を見ていない間に届いた通知は、画面の外にも出ます。',
		denied:
			'デスクトップ通知は許可されていません。ベルと題名の未読数で知らせます。許可は、ブラウザーのサイトの設定で変えられます。',
		unsupported: 'このブラウザーではデスクトップ通知を使えません。ベルと題名の未読数で知らせます。'
	} satisfies Record<Permission, string>
};
