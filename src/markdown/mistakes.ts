import { compilePage, type CompiledPage } from './compile.ts';
import { ContentError, mistakesOf } from './error.ts';
import type { CompileOptions } from './feature.ts';
import { fenceEnd } from './fences.ts';
import { toLines, toText } from './lines.ts';
import { brokenLinks, type LinkTargets } from './links.ts';
import { checkMarkup } from './page-module.ts';
import type { Outline } from './pages.ts';

export interface Checked {
	/** Compiled without the lines of the mistakes; null if one of them cannot be removed, or if there are too many. */
	page: CompiledPage | null;
	mistakes: ContentError[];
}

/** More mistakes would push the first ones out of the terminal. */
const maxMistakes = 50;

/**
 * Compiles a page and finds all of its mistakes. Every feature throws at its first one, so the page is
 * compiled again without the lines of the known mistakes until there are no new ones.
 */
export async function findMistakes(source: string, options: CompileOptions): Promise<Checked> {
	const found = new Map<string, ContentError>();
	const checked = (page: CompiledPage | null): Checked => ({ page, mistakes: [...found.values()] });
	for (let text = source; ;) {
		try {
			const page = await compilePage(text, options);
			checkMarkup(page, options, source);
			return checked(page);
		} catch (error) {
			const mistakes = mistakesOf(error);
			for (const mistake of mistakes) found.set(mistake.message, mistake);
			const rest = mistakes.reduce((left, { line }) => withoutLine(left, line), text);
			if (rest === text || found.size >= maxMistakes) return checked(null);
			text = rest;
		}
	}
}

/** All mistakes of a page in the order of their lines: also those that depend on other pages. */
export function allMistakes(
	source: string,
	{ page, mistakes }: Checked,
	outline: Outline,
	targets: LinkTargets
): ContentError[] {
	const found = [
		...outline.mistakes,
		...mistakes,
		...wrongLanguage(source, outline),
		...(page ? brokenLinks(outline.page, page.links, targets) : [])
	];
	// The outline and the compiler read the same front matter and headings.
	const once = new Map(found.map((mistake) => [mistake.message, mistake]));
	return [...once.values()].toSorted((a, b) => a.line - b.line);
}

/** Reports a page in the folder of Japanese pages that has an English sentence and no kana. */
function wrongLanguage(source: string, { page: { file, lang } }: Outline): ContentError[] {
	const prose = source.replace(/^---$.*?^---$|^(`{3,}).*?^\1$|`[^`\n]*`/gms, '');
	const isEnglish =
		!/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(prose) && sentence.test(prose);
	if (lang !== 'ja' || !isEnglish) return [];
	const line = source.slice(0, source.indexOf(sentence.exec(prose)?.[0] ?? '')).split('\n').length;
	return [
		new ContentError({ file, line }, 'the page is in English: pages in content/ja are in Japanese')
	];
}

/** At least four words in a row. */
const sentence = /(?:\b[a-z][a-z']*[ ,]+){4}/i;

const openTag = /^\s*<(?<name>Checklist|Details|Challenge|Solution)\b/;

/**
 * Blanks the line of a mistake, and the closing tag of an element that the line opens. In a fenced block it
 * blanks the whole block; in the front matter it replaces all fields with valid ones. The other lines keep
 * their numbers. Returns the same text if nothing can be removed.
 */
function withoutLine(text: string, line: number): string {
	const lines = toLines(text);
	const head = lines.findIndex((other, i) => i > 0 && other.text.trimEnd() === '---');
	const blank = (isBlanked: (i: number) => boolean): string =>
		toText(lines.map((other, i) => (isBlanked(i) ? { ...other, text: '' } : other)));
	const index = line - 1;
	if (index <= head) {
		if (head < 2) return text;
		const emptied = toLines(blank((i) => i >= 1 && i < head));
		return toText(emptied.with(1, { number: 2, text: '{ title: "-", description: "-" }' }));
	}
	for (let i = head + 1; i <= index; i++) {
		const end = fenceEnd(lines, i);
		if (end !== null && end >= index) return blank((at) => at >= i && at <= end);
		i = end ?? i;
	}
	const name = openTag.exec(lines[index]?.text ?? '')?.groups?.['name'];
	const close = lines.findIndex(
		(other, i) => i > index && name !== undefined && other.text.trim() === `</${name}>`
	);
	return blank((i) => i === index || i === close);
}
