import type { Strings } from './strings.ts';

/** A separate export, because the browser may need these texts when nothing else can be loaded. */
export const failure: Strings['failure'] = {
	title: 'ページを表示できませんでした',
	explanation:
		'ネットワークかサーバーでエラーが発生しました。少し待ってから、再読み込みしてください。',
	retry: '再読み込み'
};

export const ja: Strings = {
	locale: 'ja_JP',
	site: { name: 'Wirelab', tagline: '動かしながら学ぶ、SvelteKitのリアルタイム通信' },
	skipToContent: '本文へ移動',
	menu: { label: 'サイト内のページ', open: 'メニュー', close: 'メニューを閉じる' },
	toc: { label: 'このページの内容', open: '目次' },
	sections: '主な章',
	breadcrumbs: '現在の位置',
	theme: { label: '配色', auto: '端末の設定に合わせる', light: 'ライト', dark: 'ダーク' },
	copy: {
		label: 'コピー',
		done: 'コードをコピーしました',
		failed: 'コピーできませんでした。コードを選択してコピーしてください'
	},
	search: {
		open: '検索',
		label: 'サイト内を検索',
		placeholder: '再接続、EADDRINUSEなど',
		close: '検索を閉じる',
		hint: 'キーワードのほか、エラーメッセージの一部でも検索できます。',
		loading: '検索用のデータを読み込んでいます…',
		failed: '検索用のデータを読み込めませんでした。通信を確認して、もう一度検索を開いてください。',
		found: '{count}件見つかりました',
		nothing: '「{query}」に一致する箇所はありません。',
		nearest: '似た見出し',
		elsewhere: 'ほかの探し方',
		keys: { move: '移動', follow: '開く', close: '閉じる' }
	},
	typesHint: 'Enterキーで型を表示、矢印キーで移動、Escキーで終了',
	shortcuts: 'キーボードショートカット',
	pager: { label: '前後のページ', previous: '前のページ', next: '次のページ' },
	children: 'この章のページ',
	source: 'このページのソースを表示',
	report: 'このページの誤りを報告する',
	updated: '最終更新',
	markdown: {
		copy: 'Markdownをコピー',
		show: 'Markdownで表示',
		done: 'ページのMarkdownをコピーしました',
		failed: 'コピーできませんでした。「Markdownで表示」を開いてコピーしてください'
	},
	notFound: {
		title: 'ページが見つかりません',
		explanation:
			'このアドレスのページはありません。移動したか、入力が間違っている可能性があります。',
		nearest: 'お探しのページはこちらですか',
		all: 'すべてのページ'
	},
	failure,
	home: 'ホーム'
};
