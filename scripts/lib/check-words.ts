import { ContentError } from '../../src/markdown/error.ts';
import { replaceFences } from '../../src/markdown/fences.ts';
import { readFrontmatter } from '../../src/markdown/frontmatter.ts';
import { outsideCodeSpans } from '../../src/markdown/lines.ts';

/** The glossary page. The last column of its tables lists spellings to avoid. */
export const glossary = 'content/ja/40-glossary/index.md';

/** The columns of the glossary's tables: word, English, meaning, explanation, spellings to avoid. */
const columns = 5;
const wrongColumn = '避ける表記';

/** Wrong spelling → the word to write instead, from the glossary's tables. */
export function wrongWords(source: string): Map<string, string> {
	const words = new Map<string, string>();
	for (const line of source.split('\n')) {
		const cells = line.split('|').map((cell) => cell.trim());
		// The text before the first `|` and after the last one is a cell too.
		const [, word, , , , wrong] = cells;
		if (cells.length !== columns + 2 || !word || !wrong || wrong === wrongColumn) continue;
		if (/^(-+|—)$/.test(wrong)) continue;
		for (const variant of wrong.split('、')) words.set(variant, word);
	}
	return words;
}

/**
 * Reports each wrong word on a page, except in code. A word that continues in katakana is another one: `ユーザ` is
 * not reported in `ユーザー`.
 */
export function checkWords(
	file: string,
	source: string,
	words: Map<string, string>
): ContentError[] {
	if (file === glossary) return [];
	const prose = replaceFences(readFrontmatter(source, file).body, file, () => '');
	return prose.flatMap(({ text, number }) => {
		const plain = outsideCodeSpans(
			text,
			(prose) => prose,
			() => ''
		);
		return [...words]
			.filter(([wrong]) => new RegExp(`${wrong}(?![ァ-ヴー])`, 'u').test(plain))
			.map(([wrong, word]) => {
				return new ContentError({ file, line: number }, `write ${word}, not ${wrong}`);
			});
	});
}
