import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration of typed messages. */
export const text = {
	examples: '入力例',
	presets: {
		valid: '正しい形式',
		unknownField: '未知のプロパティ',
		unknownType: '未知の種類',
		wrongType: '型の誤り',
		tooLong: '長すぎる',
		notJson: 'JSONではない',
		proto: '__proto__'
	},
	greeting: 'こんにちは',
	impostor: '管理者',
	letter: 'あ',
	label: '送信するフレーム（編集できます）',
	send: '検証せずに送信',
	connect: shared.connect,
	browser: 'ブラウザーでの検証',
	server: 'サーバーの応答',
	valid: '合格',
	invalid: '不合格',
	value: 'プログラムに渡す値',
	problem: 'スキーマのエラー',
	outcomes: {
		waiting: '応答待ち',
		accepted: '受理',
		rejected: '拒否',
		closed: '切断'
	},
	unsent: '未送信',
	answer: '応答のフレーム',
	delivered: 'ルームに配信されたメッセージ',
	nothing: 'まだ送信していません。',
	undelivered: '配信されていません。',
	counts: (accepted: number, rejected: number, closed: number) =>
		`受理${accepted}・拒否${rejected}・切断${closed}`
};
