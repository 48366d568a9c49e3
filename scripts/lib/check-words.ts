import { ContentError } from '../../src/markdown/error.ts';
import { replaceFences } from '../../src/markdown/fences.ts';
import { readFrontmatter } from '../../src/markdown/frontmatter.ts';
import { outsideCodeSpans } from '../../src/markdown/lines.ts';

/** The glossary page. The last column of its tables lists spellings to avoid. */
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

/** Reports each wrong word on a page, except in code. `ユーザ` does not match inside `ユーザー`. */
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
			(part) => part,
			() => ''
		);
		return [...words]
			.filter(([wrong]) => new RegExp(`${wrong}(?![ァ-ヴー])`, 'u').test(plain))
			.map(([wrong, word]) => {
				return new ContentError({ file, line: number }, `write ${word}, not ${wrong}`);
			});
	});
}
