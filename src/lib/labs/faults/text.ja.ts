import { text as shared } from '../../demos/text.ts';
import { transportNames } from '../../demos/transport-names.ja.ts';
import type { FaultOutcome } from './summary.ts';

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)}秒`;

/** 連続する番号を、範囲にまとめる */
function ranges(numbers: readonly number[]): string {
	const parts: [number, number][] = [];
	for (const n of numbers) {
		const last = parts.at(-1);
		if (last && n === last[1] + 1) last[1] = n;
		else parts.push([n, n]);
	}
	return parts.map(([from, to]) => (from === to ? `${from}` : `${from}〜${to}`)).join('、');
}

/** Texts of the laboratory of faults. */
export const text = {
	...shared,
	transport: '通信方式',
	transports: transportNames,
	kinds: { naive: '簡単なクライアント', robust: '堅牢なクライアント' },
	server: 'サーバー',
	servers: { site: 'このサイトのサーバー', own: '使い捨てのサーバー' },
	offers: {
		loading: '使い捨てのサーバーを使えるか、確認しています。',
		redis:
			'実行のたびに、自分専用のサーバーとRedisを起動します（使えるのは最長3分）。「サーバーの再起動」と「Redisの停止」を、障害に加えます。',
		memory:
			'実行のたびに、自分専用のサーバーを起動します（使えるのは最長3分）。「サーバーの再起動」を、障害に加えます。このサイトにはRedisがインストールされていないので、「Redisの停止」は起こせません。メッセージは、使い捨てのサーバーのメモリーだけに保存します。',
		off: 'このサイトでは、運用者が使い捨てのサーバーを無効にしています。「サーバーの再起動」と「Redisの停止」は起こせません。',
		unreachable:
			'使い捨てのサーバーを使えるか、確認できませんでした。通信状態を確認して、「使い捨てのサーバー」を選び直してください。',
		siteOnly:
			'query.liveの値はSvelteKitが送信します。使い捨てのサーバーではSvelteKitが動いていないので、使えません。'
	},
	queued: (position: number) =>
		`使い捨てのサーバーの空きを待っています（${position}番目）。「実行を停止」で、順番待ちを取り消せます。`,
	noServer: {
		off: 'このサイトでは、使い捨てのサーバーを使えません。',
		busy: '使い捨てのサーバーの順番待ちがいっぱいか、同じIPアドレスからすでに待っています。しばらく待ってから、もう一度実行してください。',
		failed: '使い捨てのサーバーを起動できませんでした。もう一度実行してください。',
		unreachable:
			'使い捨てのサーバーを用意できませんでした。通信状態を確認して、もう一度実行してください。'
	},
	storeDown: 'Redisが停止しています。送信は503で拒否されるので、同じclientIdで再送しています。',
	seed: 'シード',
	badSeed: '0から999999までの整数を入力してください。',
	otherSeed: '別のシード',
	startScript: 'シナリオを実行',
	startManual: '手動で実行',
	stop: '実行を停止',
	save: '結果をJSONで保存',
	manual: '手動で起こす障害',
	faults: {
		cut: '切断',
		'half-open': 'ハーフオープン',
		slow: '受信の停止',
		delay: '遅延',
		duplicate: '重複',
		offline: 'オフライン',
		restart: 'サーバーの再起動',
		redis: 'Redisの停止'
	},
	/** A fault as the heading of a row: a line may end only at the zero-width spaces. */
	rowHeading: (fault: string) => fault.replace(/ハーフ|の/, '$&\u200b'),
	phases: {
		idle: 'まだ実行していません。',
		preparing: '使い捨てのサーバーを起動しています。',
		running: '実行しています。',
		settling: 'すべて送りました。遅れているメッセージを待っています。',
		finished: '実行が終わりました。',
		stopped: '実行を途中で停止しました。',
		cancelled: '実行を取り消しました。',
		gone: '使い捨てのサーバーを使えなくなったため、実行を停止しました。使い捨てのサーバーは、起動から3分が過ぎると終了します。',
		failed: 'サーバーに接続できませんでした。通信状態を確認して、もう一度実行してください。'
	},
	limited: 'サーバーのレート制限により、送信を待っています。',
	missed: (faults: readonly string[]) => `起こせなかった障害があります：${faults.join('、')}`,
	recorded: (day: string, seed: number) =>
		`以前に実行した記録です（${day}、シード${seed}）。実行すると、新しい結果に置き換わります。`,
	progress: (sent: number, length: number) => `${sent}／${length}通`,
	counts: {
		received: '受信',
		lost: '欠落',
		repeated: '重複',
		late: '遅延'
	},
	cells: {
		received: '受信した',
		late: '遅れて受信した',
		repeated: '2回以上処理した',
		'known-lost': '欠落（検知済み）',
		lost: '欠落（気付いていない）',
		waiting: 'まだ受信していない'
	},
	during: '障害の間に送った',
	verdicts: {
		running: '実行中',
		whole: '欠落なし',
		'known-lost': '欠落を検知',
		silent: '気付かない欠落',
		unknown: '判定できない'
	},
	verdict: {
		running: '',
		whole: (sent: number) => `${sent}通をすべて受信しました。`,
		'known-lost': (lost: number) => `${lost}通を失いましたが、クライアントは欠落を検知しています。`,
		silent: (lost: number) => `${lost}通を失いましたが、クライアントは気付いていません。`,
		unknown:
			'途中で停止したか、切断したまま終わったため、残りのメッセージが届くかどうかは分かりません。'
	},
	picture: (client: string, sent: number, lost: readonly number[], repeated: number) =>
		`${client}：送信${sent}通のうち、欠落${lost.length}通${lost.length > 0 ? `（${ranges(lost)}番）` : ''}、重複${repeated}通`,
	spaceTime: {
		title: '時空図（縦の長さが時間に比例するシーケンス図）',
		range: '表示する範囲',
		latest: (count: number) => `最新の${count}通`,
		caption: (client: string, { first, last }: { first: number; last: number }) =>
			`${client}のメッセージ（${first}〜${last}番）`,
		none: 'まだ1通も送っていません。',
		note: '時刻は、実行を始めてからのミリ秒です。×の位置は、サーバーが受け付けたという応答が届いた時刻です（失われた時刻は分かりません）。ひし形は接続の完了か、番号のやり直しの通知です。帯と横線は障害です。'
	},
	aroundFault: (fault: string, { first, last }: { first: number; last: number }) =>
		`${fault}の前後（${first}〜${last}番）`,
	places: { publisher: '送信側', reader: '受信側' },
	joined: '接続',
	rejoined: '再接続',
	reset: '番号のやり直しの通知',
	outcomes: '障害ごとの結果',
	columns: {
		fault: '障害',
		place: '起こした位置',
		naive: '簡単なクライアント',
		robust: '堅牢なクライアント'
	},
	place: (after: number, until: number | null) => {
		if (until === after) return `${after}番の後`;
		return until === null ? `${after}番の後から` : `${after}番の後から${until}番まで`;
	},
	planned: '予定',
	outcome: ({ lost, repeated, isReset, wholeAfterMs }: FaultOutcome) => {
		if (lost.length > 0)
			return `${ranges(lost)}番が欠落${isReset ? '（番号のやり直しを検知）' : ''}`;
		if (isReset) return '番号のやり直しを検知、欠落なし';
		if (repeated > 0) return `${repeated}通が重複`;
		if (wholeAfterMs === null) return '未受信あり';
		return wholeAfterMs === 0 ? '遅れなし' : `${seconds(wholeAfterMs)}後にすべて受信`;
	},
	oracle: (lost: readonly number[]) =>
		`簡単なクライアントの欠落の予測（障害の位置と、再接続時にサーバーが伝えた番号から計算）：${lost.length === 0 ? 'なし' : `${ranges(lost)}番`}`
};
