import type { TerminalAction } from './terminal-commands.ts';

const actions: Record<TerminalAction, string> = {
	feed: 'イベントを受信し、届いた行をそのまま表示する（Ctrl+Cで終了）',
	listen: 'SSEで受信し、届いた行をそのまま表示する（Ctrl+Cで終了）',
	send: 'HTTPのPOSTで1通送信する',
	poll: 'ロングポーリングで、次のメッセージを待つ',
	engine: 'Engine.IOのハンドシェイクを送り、接続のパケットを表示する',
	upgrade: 'WebSocketのハンドシェイクを送り、101のレスポンスとフレームを表示する（Ctrl+Cで終了）'
};

/** Texts of the commands beside a demonstration. */
export const text = {
	title: 'ターミナルから接続する',
	roomNote:
		'このデモと同じルームに接続するコマンドです。ルームの名前を知っている人は誰でも参加できるので、公開しないでください。',
	feedNote: 'このデモと同じエンドポイントに接続するコマンドです。',
	message: 'ターミナルからのメッセージ',
	actions,
	copy: 'コピー',
	copied: 'コマンドをコピーしました',
	copyFailed: 'コピーできませんでした。コマンドを選択してコピーしてください'
};
