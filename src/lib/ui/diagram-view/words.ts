const ja = {
	close: '閉じる',
	larger: '拡大',
	smaller: '縮小',
	whole: '全体を表示',
	keys: '拡大・縮小: ＋ −　　全体: 0　　移動: 矢印キーかドラッグ　　閉じる: Esc'
};

const en: typeof ja = {
	close: 'Close',
	larger: 'Zoom in',
	smaller: 'Zoom out',
	whole: 'Show all',
	keys: 'Zoom: + −   All: 0   Move: arrow keys or drag   Close: Esc'
};

/** The texts in a language. They are not among the strings of the shell, because they are loaded on demand. */
export const words = (lang: string): typeof ja => (lang === 'en' ? en : ja);
