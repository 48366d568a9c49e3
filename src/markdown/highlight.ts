import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import { bundledLanguages } from 'shiki/langs';
import { escapeText } from './escape.ts';
import { classOfColor, tokenTheme } from './token-theme.ts';

let highlighter: Promise<HighlighterCore> | undefined;
const cache = new Map<string, Promise<string[]>>();

/** Whether code in a language can be highlighted; `text` stays plain. */
export function isLanguage(lang: string): boolean {
	return lang === 'text' || Object.hasOwn(bundledLanguages, lang);
}

/**
 * Highlights code and returns the HTML of each line, escaped for Svelte source. Tokens are
 * `<span class="tk-…">`. Adjacent tokens of one class share an element, and text in the block's color has
 * none, because every element costs layout time. Grammars are loaded on demand.
 */
export function highlight(code: string, lang: string): Promise<string[]> {
	const key = `${lang}\n${code}`;
	const known = cache.get(key) ?? tokenize(code, lang);
	cache.set(key, known);
	return known;
}

async function tokenize(code: string, lang: string): Promise<string[]> {
	if (lang === 'text') return code.split('\n').map(escapeText);
	highlighter ??= createHighlighterCore({
		themes: [tokenTheme],
		langs: [],
		engine: createOnigurumaEngine(import('shiki/wasm'))
	});
	const shiki = await highlighter;
	await shiki.loadLanguage(bundledLanguages[lang as keyof typeof bundledLanguages]);
	// 0 means no limit. With the default limit Shiki may stop in the middle of a line on a busy machine.
	const lines = shiki.codeToTokensBase(code, {
		lang,
		theme: 'token-classes',
		tokenizeTimeLimit: 0
	});
	return lines.map((tokens) =>
		merge(tokens.map(({ content, color }) => ({ content, name: classOfColor(color) })))
			.map(({ content, name }) =>
				name === null ? escapeText(content) : `<span class="${name}">${escapeText(content)}</span>`
			)
			.join('')
	);
}

interface Piece {
	content: string;
	name: string | null;
}

/** Joins adjacent pieces of one class; white space takes the class of the previous piece. */
function merge(pieces: Piece[]): Piece[] {
	const merged: Piece[] = [];
	for (const { content, name } of pieces) {
		const last = merged.at(-1);
		const isBlank = content.trim() === '';
		if (last && (last.name === name || isBlank)) last.content += content;
		else merged.push({ content, name: isBlank ? null : name });
	}
	// Move trailing white space out of the elements again.
	return merged.flatMap((piece) => {
		const text = piece.content.trimEnd();
		const space = piece.content.slice(text.length);
		if (piece.name === null || space === '') return [piece];
		return [
			{ content: text, name: piece.name },
			{ content: space, name: null }
		];
	});
}
