import { isolate } from '../../demos/isolate.ts';
import { text as shared } from '../../demos/text.ja.ts';
import type { RoomName, TurnedAway } from './protocol.ts';

/** このサンプルの画面の文言 */
export const text = {
	...shared,
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	making: 'ルームを作成しています…',
	noPlace: 'ルームを作成できませんでした。通信状態を確認して、再試行してください。',
	tryAgain: '再試行',
	newPlace: '新しいルームを作成',
	name: '名前',
	nameHint: '1文字から32文字まで。参加中のほかの人と同じ名前は使えません。',
	invalidName: 'この名前は使えません。別の名前を入力してください。',
	join: '参加する',
	rename: '名前を変更',
	save: '保存',
	cancel: 'キャンセル',
	turnedAway: {
		name_taken: 'この名前は使われています。別の名前を入力してください。',
		removed: '運営者によって、このルームから退室させられました。',
		full: 'ルームが満員です。しばらく待ってから参加してください。'
	} satisfies Record<TurnedAway, string>,
	unknown: '参加者（接続すると表示されます）',
	people: (count: number) => `参加者（${String(count)}人）`,
	you: 'あなた',
	isYou: '（あなた）',
	operator: '運営者',
	keyIsWrong:
		'運営者キーが正しくないため、運営者として参加できませんでした。新しいルームを作成すると、そのルームの運営者になります。',
	muted: '発言禁止中',
	mute: '発言を禁止',
	free: '発言を許可',
	remove: '退室させる',
	about: (name: string, act: string) => `${name}さん：${act}`,
	rooms: 'チャンネル',
	unread: (count: number) => `未読${String(count)}件`,
	record: (title: string, room: RoomName) => `${title}の画面：${room}の履歴`,
	log: (title: string, room: RoomName) => `${title}の画面：${room}のメッセージ`,
	older: '前のメッセージを読み込む',
	loading: '読み込んでいます…',
	beginning: 'これより前のメッセージはありません。',
	gap: '切断中のメッセージの一部は、サーバーに残っていない可能性があります。',
	newer: (count: number) => (count === 0 ? '最新へ' : `新しいメッセージ${String(count)}件`),
	deleted: '運営者が削除しました。',
	erase: '削除',
	eraseOf: (name: string) => `${name}さんのメッセージを削除`,
	typing: (names: readonly string[]) =>
		names.length === 0 ? '' : `${names.map(isolate).join('さん、')}さんが入力しています…`,
	label: 'メッセージ',
	hint: 'Enterで送信、Shift+Enterで改行',
	isMuted: '運営者が発言を禁止しています。',
	failed: (code: string) =>
		code === 'unauthorised'
			? '送信できませんでした。運営者が発言を禁止しています。'
			: shared.failed(code)
};
