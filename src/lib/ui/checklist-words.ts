const ja = {
	label: 'チェックリストの操作',
	progress: (done: number, all: number) => `${all}項目中${done}項目が完了`,
	copy: 'Markdownとしてコピー',
	save: 'ファイルに保存',
	reset: 'すべて外す',
	undo: '元に戻す',
	copied: 'コピーしました。',
	copyFailed: 'コピーできませんでした。ファイルに保存してください。',
	saved: (name: string) => `${name}に保存しました。`,
	wasReset: 'すべてのチェックを外しました。',
	wasUndone: '元に戻しました。'
};

const en: typeof ja = {
	label: 'Checklist',
	progress: (done, all) => `${done} of ${all} done`,
	copy: 'Copy as Markdown',
	save: 'Save as a file',
	reset: 'Untick all',
	undo: 'Undo',
	copied: 'Copied.',
	copyFailed: 'Could not be copied. Save it as a file instead.',
	saved: (name) => `Saved as ${name}.`,
	wasReset: 'All unticked.',
	wasUndone: 'Undone.'
};

/** The texts in a language. They are not among the strings of the shell, because they are loaded on demand. */
export const words = (lang: string): typeof ja => (lang === 'en' ? en : ja);
