import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { textOf, visit } from './tree.ts';

/**
 * Tokens stand for rendered HTML while mdsvex processes the text around it, because mdsvex would parse the
 * HTML as Markdown. A token is a number between private-use characters, which no author types. Static HTML
 * is inserted at the end, so that Svelte's parser does not read it either.
 */
const marks = { block: '\uE010', inline: '\uE011' } as const;
const close = '\uE012';
const token = /[\uE010\uE011](\d+)\uE012/g;
const onlyBlock = /^\uE010\d+\uE012$/;

export interface Slots {
	/** Stores static HTML, or a promise of it, and returns its token. */
	put(html: string | Promise<string>, as: keyof typeof marks): string;
	/** Stores a block of Svelte markup, which may include tokens of static HTML. */
	putLive(markup: string): string;
	/** Replaces the tokens of Svelte markup, and waits for the static HTML, which `fillSlots` inserts. */
	settle(text: string): Promise<{ text: string; slots: string[] }>;
}

export function createSlots(): Slots {
	const stored: Promise<string>[] = [];
	const live = new Map<number, string>();
	const put: Slots['put'] = (html, as) => {
		const promise = Promise.resolve(html);
		// `settle` reports a rejection; until then it must not count as unhandled.
		promise.catch(() => undefined);
		return `${marks[as]}${String(stored.push(promise) - 1)}${close}`;
	};
	return {
		put,
		putLive(markup) {
			live.set(stored.length, markup);
			return put('', 'block');
		},
		async settle(text) {
			return {
				text: text.replace(token, (whole, index: string) => live.get(Number(index)) ?? whole),
				slots: await Promise.all(stored)
			};
		}
	};
}

/** Replaces the tokens of static HTML. */
export function fillSlots(text: string, slots: readonly string[]): string {
	return text.replace(token, (_, index: string) => slots[Number(index)] ?? '');
}

/**
 * Turns a paragraph that consists of one token into a block. Rejects a block within a line of text,
 * where a browser would split the paragraph, and code that `replaceFences` missed, because nothing else checks it.
 */
export const slotParagraphs: Feature = {
	render(tree, page) {
		visit(tree, (node) => {
			const at = { file: page.file, line: page.lineOf(node) };
			if (node.type === 'code') throw new ContentError(at, 'unsupported form of a code block');
			if (node.type === 'paragraph' && onlyBlock.test(textOf(node).trim())) {
				node.type = 'html';
				node.value = textOf(node).trim();
				delete node.children;
			} else if (node.type === 'text' && node.value?.includes(marks.block)) {
				throw new ContentError(at, 'a block must be on its own line');
			}
		});
	}
};
