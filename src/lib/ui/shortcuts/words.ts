/** Keys with the same or a similar effect. */
export interface Shortcut {
	keys: readonly string[];
	does: string;
}

interface Words {
	title: string;
	close: string;
	/** Label of the box that turns shortcuts of one character on and off. */
	characters: string;
	groups: readonly { title: string; shortcuts: readonly Shortcut[] }[];
}

const ja: Words = {
	title: 'キーボードショートカット',
	close: '閉じる',
	characters: '1文字のショートカット（/ と ?）を使う',
	groups: [
		{
			title: 'サイト全体',
			shortcuts: [
				{ keys: ['/', 'Ctrl+K', '⌘K'], does: '検索を開く' },
				{ keys: ['?'], does: 'この一覧を開く' },
				{ keys: ['Esc'], does: '開いているものを閉じる' }
			]
		},
		{
			title: '検索結果',
			shortcuts: [
				{ keys: ['↑', '↓'], does: '結果を選ぶ' },
				{ keys: ['Enter'], does: '選んだ結果を開く' }
			]
		},
		{
			title: 'コード（フォーカスがあるとき）',
			shortcuts: [
				{ keys: ['Enter'], does: '型を表示する' },
				{ keys: ['←', '→', '↑', '↓'], does: '次の名前へ移動する' }
			]
		},
		{
			title: '図（フォーカスがあるとき）',
			shortcuts: [
				{ keys: ['Enter'], does: '拡大表示を開く' },
				{ keys: ['+', '−'], does: '拡大・縮小する' },
				{ keys: ['0'], does: '全体を表示する' },
				{ keys: ['←', '→', '↑', '↓'], does: '表示位置を動かす' }
			]
		}
	]
};

const en: Words = {
	title: 'Keyboard shortcuts',
	close: 'Close',
	characters: 'Use shortcuts of one character (/ and ?)',
	groups: [
		{
			title: 'Everywhere',
			shortcuts: [
				{ keys: ['/', 'Ctrl+K', '⌘K'], does: 'Open search' },
				{ keys: ['?'], does: 'Open this list' },
				{ keys: ['Esc'], does: 'Close what is open' }
			]
		},
		{
			title: 'Search results',
			shortcuts: [
				{ keys: ['↑', '↓'], does: 'Choose a result' },
				{ keys: ['Enter'], does: 'Open it' }
			]
		},
		{
			title: 'Code (with focus)',
			shortcuts: [
				{ keys: ['Enter'], does: 'Show types' },
				{ keys: ['←', '→', '↑', '↓'], does: 'Go to the next name' }
			]
		},
		{
			title: 'Diagrams (with focus)',
			shortcuts: [
				{ keys: ['Enter'], does: 'Enlarge' },
				{ keys: ['+', '−'], does: 'Zoom in and out' },
				{ keys: ['0'], does: 'Show all' },
				{ keys: ['←', '→', '↑', '↓'], does: 'Move' }
			]
		}
	]
};

/** The texts in a language. They are not among the strings of the shell, because they are loaded on demand. */
export const words = (lang: string): Words => (lang === 'en' ? en : ja);
