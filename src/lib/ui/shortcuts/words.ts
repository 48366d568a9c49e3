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

type Language = 'ja' | 'en';
type Translated = Record<Language, string>;

const title = { ja: 'キーボードショートカット', en: 'Keyboard shortcuts' };
const close = { ja: '閉じる', en: 'Close' };
const characters = {
	ja: '1文字のショートカット（/ と ?）を使う',
	en: 'Use shortcuts of one character (/ and ?)'
};

/** The keys are here once, because they are the same in all languages. */
const groups: { title: Translated; shortcuts: ({ keys: string[] } & Translated)[] }[] = [
	{
		title: { ja: 'サイト全体', en: 'Everywhere' },
		shortcuts: [
			{ keys: ['/', 'Ctrl+K', '⌘K'], ja: '検索を開く', en: 'Open search' },
			{ keys: ['?'], ja: 'この一覧を開く', en: 'Open this list' },
			{ keys: ['Esc'], ja: '開いているものを閉じる', en: 'Close what is open' }
		]
	},
	{
		title: { ja: '検索結果', en: 'Search results' },
		shortcuts: [
			{ keys: ['↑', '↓'], ja: '結果を選ぶ', en: 'Choose a result' },
			{ keys: ['Enter'], ja: '選んだ結果を開く', en: 'Open it' }
		]
	},
	{
		title: { ja: 'コード（フォーカスがあるとき）', en: 'Code (with focus)' },
		shortcuts: [
			{ keys: ['Enter'], ja: '型を表示する', en: 'Show types' },
			{ keys: ['←', '→', '↑', '↓'], ja: '次の名前へ移動する', en: 'Go to the next name' }
		]
	},
	{
		title: { ja: '図（フォーカスがあるとき）', en: 'Diagrams (with focus)' },
		shortcuts: [
			{ keys: ['Enter'], ja: '拡大表示を開く', en: 'Enlarge' },
			{ keys: ['+', '−'], ja: '拡大・縮小する', en: 'Zoom in and out' },
			{ keys: ['0'], ja: '全体を表示する', en: 'Show all' },
			{ keys: ['←', '→', '↑', '↓'], ja: '表示位置を動かす', en: 'Move' }
		]
	}
];

/** The texts in a language. They are not among the strings of the shell, because they are loaded on demand. */
export function words(lang: string): Words {
	const language = lang === 'en' ? 'en' : 'ja';
	return {
		title: title[language],
		close: close[language],
		characters: characters[language],
		groups: groups.map((group) => ({
			title: group.title[language],
			shortcuts: group.shortcuts.map(({ keys, [language]: does }) => ({ keys, does }))
		}))
	};
}
