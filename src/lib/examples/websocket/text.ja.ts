import type { ErrorCode } from '../../protocol/errors.ts';
import type { OutboxProblem } from '../../client/outbox.ts';
import { isolate } from '../../demos/isolate.ts';
import type { RoomName, TurnedAway } from './protocol.ts';

const failures: Partial<Record<OutboxProblem['code'], string>> = {
	unauthorised: '送れませんでした。運営者に発言を止められています。',
	bad_message: '送れませんでした。長すぎるか、空の発言です。',
	unconfirmed: '届いたかどうか分かりません。',
	rate_limited: '速すぎるため、少し待って送り直します。'
};

/** このサンプルの画面の文言 */
export const text = {
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	making: '部屋を用意しています…',
	noPlace: '部屋を作れませんでした。通信を確かめてから、もう一度試してください。',
	tryAgain: 'もう一度試す',
	newPlace: '新しい部屋を作る',
	name: '名前',
	nameHint: '1文字から32文字まで。同じ名前の人がいるときは使えません。',
	badName: 'この名前は使えません。',
	join: '参加する',
	rename: '名前を変える',
	save: '決定',
	cancel: 'やめる',
	turnedAway: {
		name_taken: 'その名前は、すでに使われています。別の名前にしてください。',
		removed: '運営者によって、この部屋から外されました。',
		full: '満員です。しばらくしてから参加してください。'
	} satisfies Record<TurnedAway, string>,
	refused: (code: ErrorCode) =>
		code === 'rate_limited'
			? '操作が速すぎます。少し待ってください。'
			: `サーバーに断られました（${code}）。`,
	unknown: 'ここにいる人（つながると表示されます）',
	people: (count: number) => `ここにいる人（${String(count)}人）`,
	you: 'あなた',
	operator: '運営者',
	keyIsWrong:
		'運営者の鍵が合わないため、運営者としては入れませんでした。新しい部屋を作ると、その部屋の運営者になれます。',
	muted: '発言停止中',
	mute: '発言を止める',
	free: '発言の停止を解く',
	remove: '部屋から外す',
	about: (name: string, act: string) => `${name}さん：${act}`,
	rooms: '部屋',
	unread: (count: number) => `未読${String(count)}件`,
	record: (title: string, room: RoomName) => `${title}の画面：${room}の記録`,
	log: (title: string, room: RoomName) => `${title}の画面：${room}の発言`,
	older: '前の発言を読む',
	loading: '読み込み中…',
	beginning: 'これより前の発言はありません。',
	gap: '離れている間の発言が、一部残っていないかもしれません。',
	newer: (count: number) => (count === 0 ? '最新へ' : `新しい発言${String(count)}件`),
	deleted: '運営者が削除しました。',
	erase: '削除',
	eraseOf: (name: string) => `${name}さんの発言を削除`,
	typing: (names: string[]) =>
		names.length === 0 ? '' : `${names.map(isolate).join('さん、')}さんが入力中…`,
	label: 'メッセージ',
	hint: 'Enterで送信、Shift+Enterで改行',
	full: '送信箱がいっぱいです。つながってから送ってください。',
	isMuted: '運営者に発言を止められています。',
	send: '送信',
	pending: '送信待ち',
	failed: (code: OutboxProblem['code']) => failures[code] ?? `送れませんでした（${code}）。`,
	retry: '送り直す',
	discard: '取り消す',
	cut: '接続を切る',
	offline: 'オフラインにする',
	again: '接続する'
};
