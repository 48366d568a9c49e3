/** Texts around a demonstration. Every page with a demonstration loads them, so there is nothing else here. */
export const text = {
	kinds: { demo: 'デモ', tool: 'ツール', lab: '実験室', example: 'サンプル' },
	approaching: 'ここまでスクロールすると、読み込んで接続します。',
	trace: '通信を見る',
	loading: '読み込んでいます…',
	loadFailed: 'デモを読み込めませんでした。通信状態を確認して、再試行してください。',
	crashed: 'エラーが発生し、デモが停止しました。再試行すると、最初から始まります。',
	retry: '再試行'
};

/** Shown if JavaScript is disabled. A separate export, so that no script contains it. */
export const noScript = 'このデモを動かすには、JavaScriptを有効にしてください。';
