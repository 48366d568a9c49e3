import { ContentError } from '../../src/markdown/error.ts';

/** The page that names one word for one thing; the last column of its tables has what not to write. */
export const glossary = 'content/ja/40-glossary/index.md';

/** Wrong spelling → the word to write instead, from the glossary's tables. */
export function wrongWords(source: string): Map<string, string> {
	const words = new Map<string, string>();
	for (const line of source.split('\n')) {
		const cells = line.split('|').map((cell) => cell.trim());
		const [, word, , , , wrong] = cells;
		if (cells.length !== 7 || !word || !wrong || wrong === '避ける表記') continue;
		if (/^(-+|—)$/.test(wrong)) continue;
		for (const variant of wrong.split('、')) words.set(variant, word);
	}
	return words;
}

/** One error for each wrong word of a page, outside code. `ユーザ` is not found in `ユーザー`. */
export function checkWords(
	file: string,
	source: string,
	words: Map<string, string>
): ContentError[] {
	if (file === glossary) return [];
	const errors: ContentError[] = [];
	let isCode = false;
	source.split('\n').forEach((line, n) => {
		const isFence = /^ *`{3,}/.test(line);
		if (isFence) isCode = !isCode;
		if (isFence || isCode) return;
		const prose = line.replace(/`[^`]*`/g, '');
		for (const [wrong, word] of words) {
			if (!new RegExp(`${wrong}(?![ァ-ヴー])`, 'u').test(prose)) continue;
			errors.push(new ContentError({ file, line: n + 1 }, `write ${word}, not ${wrong}`));
		}
	});
	return errors;
}
