/** The texts of the demonstration of rate limits. */
export const text = {
	eager: {
		title: '待たずに送信',
		note: '押した数だけすぐに送信し、拒否されたメッセージは破棄します。'
	},
	polite: {
		title: 'トークンバケットで送信',
		note: 'トークンがあるときだけ送信し、なければ補充を待ちます。'
	},
	shared: 'サインインしているため、上限を2つの接続で共有しています。',
	one: '1通送信',
	burst: (count: number) => `${count}通を続けて送信`,
	noBucket: 'トークンバケットなし',
	bucket: (capacity: number, perSecond: number) =>
		`トークン（最大${capacity}個、毎秒${perSecond}個を補充）`,
	tokens: (tokens: number, capacity: number) => `トークン${capacity}個のうち${tokens}個`,
	blocked: (seconds: number) => `サーバーの上限：あと${seconds}秒で再試行できます`,
	unblocked: 'サーバーの上限に達していません',
	marks: (accepted: number, rejected: number, waiting: number) =>
		`最近のメッセージ：受理${accepted}通、拒否${rejected}通、応答待ち${waiting}通`,
	accepted: '受理',
	rejected: '拒否',
	waiting: '応答待ち',
	idle: '送信すると、サーバーの応答を1通ずつ表示します。',
	pending: '残りは、トークンが補充されてから送信します。',
	lost: (count: number) => `切断されたため、${count}通の結果が分かりません。`,
	result: (accepted: number, rejected: number) =>
		`サーバーは${accepted}通を受理し、${rejected}通を拒否しました。`,
	lastError: '最後に届いたエラー',
	noError: 'エラーは届いていません。',
	line: (number: number) => `${number}通目`
};
