import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import { bundledLanguages } from 'shiki/langs';
import { escapeText } from './escape.ts';
import { classOfColour, tokenTheme } from './token-theme.ts';

let highlighter: Promise<HighlighterCore> | undefined;
const cache = new Map<string, Promise<string[]>>();

/** Whether code of this language can be highlighted; `text` is plain. */
export function isLanguage(lang: string): boolean {
	return lang === 'text' || Object.hasOwn(bundledLanguages, lang);
}

/**
 * Highlights code and returns the HTML of each line, safe to stand in Svelte source. Tokens are
 * `<span class="tk-…">`; neighbours of one class share an element and text in the block's own
 * colour has none, since every element costs the reader layout time. Grammars load when used.
 */
export function highlight(code: string, lang: string): Promise<string[]> {
	const key = `${lang}\n${code}`;
	const known = cache.get(key) ?? tokenise(code, lang);
	cache.set(key, known);
	return known;
}

async function tokenise(code: string, lang: string): Promise<string[]> {
	if (lang === 'text') return code.split('\n').map(escapeText);
	highlighter ??= createHighlighterCore({
		themes: [tokenTheme],
		langs: [],
		engine: createOnigurumaEngine(import('shiki/wasm'))
	});
	const shiki = await highlighter;
	await shiki.loadLanguage(bundledLanguages[lang as keyof typeof bundledLanguages]);
	// No limit in time: on a busy machine Shiki would give up in the middle of a line.
	const lines = shiki.codeToTokensBase(code, {
		lang,
		theme: 'token-classes',
		tokenizeTimeLimit: 0
	});
	return lines.map((tokens) =>
		merge(tokens.map(({ content, color }) => ({ content, name: classOfColour(color) })))
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

/** Joins neighbours of one class; blank space takes the class of what stands before it. */
function merge(pieces: Piece[]): Piece[] {
	const merged: Piece[] = [];
	for (const { content, name } of pieces) {
		const last = merged.at(-1);
		const blank = content.trim() === '';
		if (last && (last.name === name || blank)) last.content += content;
		else merged.push({ content, name: blank ? null : name });
	}
	// Space that was taken in front of another class goes back out, so that no element ends in it.
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
