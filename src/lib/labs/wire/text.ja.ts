import { transportNames } from '../../demos/transport-names.ja.ts';

/** The texts of the wire laboratory. */
export const text = {
	names: transportNames,
	comparison: 'メッセージ1件のバイト数',
	transport: '方式',
	received: '受信',
	sent: '送信',
	inspect: (name: string, direction: string) => `${name}の${direction}を表示`,
	comparisonNote:
		'「こんにちは」（15バイト）を1件、受信または送信するためのバイト数です。接続を開くときのハンドシェイクは含みません。送信にはサーバーからの応答を、ロングポーリングの受信には待機していたリクエストを含みます。',
	legend: '色の意味',
	choose: '表示する記録',
	recorded: (day: string) => `${day}に、このサイトのサーバーで記録した通信です。`,
	day: (at: number) => new Date(at).toLocaleDateString('ja-JP', { dateStyle: 'long' })
};
