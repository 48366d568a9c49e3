import type { WireField, WireProtocol } from '$lib/protocol/wire/fields.ts';

interface FieldText {
	name: string;
	/** The term of the standard. */
	term: string;
	explanation: string;
}

const field = (name: string, term: string, explanation: string): FieldText => ({
	...{ name, term, explanation }
});

export const protocolNames: Record<WireProtocol, string> = {
	http: 'HTTP/1.1',
	sse: 'SSE',
	websocket: 'WebSocket',
	'engine-io': 'Engine.IO',
	'socket-io': 'Socket.IO',
	json: 'JSON',
	data: 'データ'
};

/** Every field of the decoders: its name, the standard's term and what it is for. */
export const fieldTexts: Record<WireField, FieldText> = {
	'http.head': field(
		'ヘッダー部',
		'head',
		'リクエストかレスポンスの先頭です。1行ずつCRLFで区切り、空行で終わります。'
	),
	'http.request-line': field(
		'リクエスト行',
		'request line',
		'メソッド、リクエストターゲット、バージョンを空白で区切った、リクエストの最初の行です。'
	),
	'http.method': field(
		'メソッド',
		'method',
		'サーバーに求める操作です。SSEもWebSocketのハンドシェイクもGETで始まります。'
	),
	'http.target': field(
		'リクエストターゲット',
		'request target',
		'パスとクエリです。ホストはHostヘッダーに入ります。'
	),
	'http.version': field('バージョン', 'HTTP version', 'このバイト列の書式を決めるバージョンです。'),
	'http.status-line': field(
		'ステータス行',
		'status line',
		'バージョン、ステータスコード、理由句を空白で区切った、レスポンスの最初の行です。'
	),
	'http.status': field(
		'ステータスコード',
		'status code',
		'結果を表す3桁の数字です。101は、ここから先が別のプロトコルになることを表します。'
	),
	'http.reason': field(
		'理由句',
		'reason phrase',
		'人が読むための説明です。クライアントは使いません。HTTP/2では廃止されました。'
	),
	'http.header': field('ヘッダー', 'field line', '名前、コロン、値からなる1行です。'),
	'http.name': field('ヘッダー名', 'field name', '大文字と小文字を区別しません。'),
	'http.value': field('ヘッダーの値', 'field value', '前後の空白は値に含みません。'),
	'http.end': field(
		'空行',
		'empty line',
		'ヘッダー部の終わりです。本文があれば、次のバイトから始まります。'
	),
	'http.body': field(
		'本文',
		'message body',
		'長さは、Content-Lengthで指定します。Content-LengthもTransfer-Encodingもないレスポンスの本文は、接続が閉じるまで続きます。'
	),
	'http.chunk': field(
		'チャンク',
		'chunk',
		'全体の長さが決まらない本文を、できた分から順に送る単位です。SSEは、接続を開いたまま1つずつ送ります。'
	),
	'http.chunk-size': field(
		'チャンクサイズ',
		'chunk-size',
		'続くデータのバイト数を、16進数の文字で表します。'
	),
	'http.chunk-extension': field('チャンク拡張', 'chunk-ext', 'ほとんど使われない付加情報です。'),
	'http.chunk-data': field(
		'チャンクデータ',
		'chunk-data',
		'本文の一部です。区切りの位置に意味はありません。'
	),
	'http.last-chunk': field(
		'最後のチャンク',
		'last-chunk',
		'サイズが0のチャンクで、本文の終わりを表します。'
	),
	'http.trailer': field('トレーラー', 'trailer', '本文の後に送るフィールドです。'),
	'http.line-end': field('改行', 'CRLF', 'CR（0x0d）とLF（0x0a）の2バイトです。'),
	'sse.event': field(
		'イベント',
		'event',
		'空行で終わる1つのブロックです。ブラウザーは空行を受信した時点でイベントを発生させます。'
	),
	'sse.block': field(
		'data行のないブロック',
		'block without data',
		'data行がないので、イベントは発生しません。コメントによるハートビートなどです。'
	),
	'sse.id': field(
		'id行',
		'id field',
		'ブラウザーが記憶し、再接続するときにLast-Event-IDヘッダーで送り返す値です。'
	),
	'sse.event-name': field(
		'event行',
		'event field',
		'イベントの種類です。省略するとmessageになります。'
	),
	'sse.data': field(
		'data行',
		'data field',
		'イベントのデータです。data行が複数あると、改行でつないだ1つのデータになります。'
	),
	'sse.retry': field('retry行', 'retry field', '再接続までの時間を、ミリ秒で指定します。'),
	'sse.comment': field(
		'コメント',
		'comment',
		'コロンで始まる行です。無視されるので、接続を保つハートビートに使います。'
	),
	'sse.ignored': field(
		'未知のフィールド',
		'unknown field',
		'定義のない名前の行です。無視されます。'
	),
	'sse.name': field('フィールド名', 'field name', 'コロンより前の部分です。'),
	'sse.value': field('フィールドの値', 'field value', 'コロンの直後の空白1つは、値に含みません。'),
	'sse.blank-line': field(
		'空行',
		'blank line',
		'data行があれば、ここでイベントが発生します。空行を受信するまで、イベントは発生しません。'
	),
	'websocket.frame': field(
		'フレーム',
		'frame',
		'WebSocketの通信の単位です。2〜14バイトのヘッダーの後に、ペイロードが続きます。'
	),
	'websocket.first-byte': field('1バイト目', 'first byte', 'FIN、RSV、オペコードが入ります。'),
	'websocket.fin': field('FIN', 'FIN', '1なら、メッセージの最後のフレームです。'),
	'websocket.rsv': field(
		'予約ビット',
		'RSV1–3',
		'拡張機能が使います。permessage-deflateで圧縮したメッセージでは、最初のフレームのRSV1が1になります。'
	),
	'websocket.opcode': field(
		'オペコード',
		'opcode',
		'フレームの種類です。0は分割したメッセージの続き、1はテキスト、2はバイナリ、8はクローズ、9はping、10はpongです。'
	),
	'websocket.second-byte': field(
		'2バイト目',
		'second byte',
		'MASKと、ペイロード長の7ビットが入ります。'
	),
	'websocket.mask': field(
		'MASK',
		'MASK',
		'1ならマスクされています。クライアントは必ずマスクし、サーバーはマスクしません。'
	),
	'websocket.length': field(
		'ペイロード長',
		'payload length',
		'125までは長さそのものです。126なら続く2バイト、127なら続く8バイトが長さになります。'
	),
	'websocket.extended-length': field(
		'拡張ペイロード長',
		'extended payload length',
		'125を超える長さです。ビッグエンディアンで表します。'
	),
	'websocket.masking-key': field(
		'マスキングキー',
		'masking key',
		'フレームごとに異なる乱数です。ペイロードの各バイトと排他的論理和を取ります。暗号化ではなく、途中の機器の誤動作を防ぐための仕組みです。'
	),
	'websocket.payload': field('ペイロード', 'payload data', 'フレームが運ぶデータです。'),
	'websocket.close-code': field(
		'クローズコード',
		'status code',
		'閉じる理由を表す2バイトの数です。'
	),
	'websocket.close-reason': field(
		'クローズの理由',
		'reason',
		'UTF-8の文字列です。最大123バイトです。'
	),
	'engine-io.packet': field(
		'Engine.IOのパケット',
		'packet',
		'Socket.IOの下の層です。接続の維持と、ロングポーリングからWebSocketへの切り替えを担当します。'
	),
	'engine-io.type': field(
		'パケットの種類',
		'packet type',
		'数字1文字です。0は開始、1は終了、2はping、3はpong、4はメッセージ、5は切り替え、6は何もしないことを表します。ロングポーリングのバイナリでは、数字の代わりにbを付け、Base64で送ります。'
	),
	'engine-io.separator': field(
		'区切り',
		'record separator',
		'1つの本文に複数のパケットを入れるときの区切り（0x1e）です。'
	),
	'engine-io.data': field(
		'データ',
		'data',
		'開始のパケットでは、セッションIDやpingの間隔などを表すJSONです。'
	),
	'socket-io.packet': field(
		'Socket.IOのパケット',
		'packet',
		'イベントや確認応答を表します。Engine.IOのメッセージとして送ります。'
	),
	'socket-io.type': field(
		'パケットの種類',
		'packet type',
		'数字1文字です。0は接続、1は切断、2はイベント、3は確認応答、4は接続エラー、5と6はバイナリを含むイベントと確認応答です。'
	),
	'socket-io.attachments': field(
		'添付データの数',
		'attachments',
		'このパケットの後に送る、バイナリデータの個数です。'
	),
	'socket-io.namespace': field('名前空間', 'namespace', '既定の「/」では省略します。'),
	'socket-io.ack-id': field(
		'確認応答のID',
		'acknowledgement id',
		'送信側が確認応答を待っていることを表します。確認応答には、同じIDが付きます。'
	),
	'json.object': field('オブジェクト', 'object', '名前と値の組の集まりです。'),
	'json.array': field('配列', 'array', '値の並びです。'),
	'json.member': field('メンバー', 'member', '名前と値の組です。'),
	'json.key': field(
		'名前',
		'name',
		'引用符で囲んだ文字列です。メッセージごとに送るので、名前が長いほどバイト数が増えます。'
	),
	'json.string': field(
		'文字列',
		'string',
		'UTF-8の文字列です。日本語の文字は、ほとんどが3バイトです。'
	),
	'json.number': field('数値', 'number', '10進数の文字で表します。'),
	'json.literal': field('リテラル', 'literal', 'true、false、nullのいずれかです。'),
	'data.text': field('テキスト', 'text', 'UTF-8の文字列です。'),
	'data.binary': field('バイナリ', 'binary', '文字列ではないデータです。'),
	'data.encoded': field(
		'圧縮されたデータ',
		'encoded data',
		'圧縮されているので、内容は表示しません。'
	),
	'data.unknown': field('不明なデータ', 'unknown', 'プロトコルの書式に合わないデータです。')
};
