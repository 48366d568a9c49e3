/** Texts around a demonstration. Every page with a demonstration loads them, so there is nothing else here. */
export const text = {
	kind: 'デモ',
	tool: '道具',
	example: '動く例',
	approaching: '画面に近づくと、読み込んで接続します。',
	loading: '読み込んでいます…',
	loadFailed: 'デモを読み込めませんでした。接続を確認してください。',
	crashed: 'エラーが起きて、デモが停止しました。',
	retry: 'もう一度試す'
};

/** Text without scripts, kept apart so that no script contains it. */
export const noScript = 'このデモは、JavaScriptを有効にすると動きます。';
