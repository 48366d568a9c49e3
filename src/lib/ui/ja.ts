import type { Strings } from './strings.ts';

/** Apart from the rest, because the browser may need it when nothing else arrives. */
export const failure: Strings['failure'] = {
	title: 'ページを表示できませんでした',
	explanation: '通信かサーバーで問題が起きました。少し待ってから、もう一度読み込んでください。',
	retry: 'もう一度読み込む'
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
	typesHint: 'Enterキーで型を表示、矢印キーで移動、Escキーで終了',
	pager: { label: '前後のページ', previous: '前のページ', next: '次のページ' },
	children: 'この章のページ',
	source: 'このページの原稿を見る',
	notFound: {
		title: 'ページが見つかりません',
		explanation: 'このアドレスのページはありません。移動したか、入力が違っている可能性があります。',
		nearest: 'お探しのページはこちらですか',
		all: 'すべてのページ'
	},
	failure,
	home: 'ホーム'
};
