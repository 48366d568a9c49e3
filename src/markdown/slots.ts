import { ContentError } from './error.ts';
import { textOf, visit, type Node, type Step } from './tree.ts';

/**
 * Finished HTML waits in slots while mdsvex works on the text around it: mdsvex would parse the
 * HTML again, and its old Markdown parser would find markup in it. A slot's token is made of
 * private-use characters, which no author types. Static HTML stays out until the very end, since
 * Svelte's parser need not read it either.
 */
const marks = { block: '\uE010', inline: '\uE011' } as const;
const close = '\uE012';
const token = /[\uE010\uE011](\d+)\uE012/g;
const onlyBlock = /^\uE010\d+\uE012$/;

export interface Slots {
	/** Keeps static HTML, which may still be in the making, and returns its token. */
	put(html: string | Promise<string>, as: keyof typeof marks): string;
	/** Keeps a block of Svelte markup, which may hold tokens of static HTML. */
	putLive(markup: string): string;
	/** Puts the live markup in, and waits for the static HTML. */
	settle(text: string): Promise<string>;
	/** Puts the static HTML in, once all has settled. */
	fill(text: string): string;
}

export function createSlots(): Slots {
	const kept: Promise<string>[] = [];
	const live = new Map<number, string>();
	let ready: string[] = [];
	return {
		put(html, as) {
			const making = Promise.resolve(html);
			// Whoever settles the slots hears of a failure; until then it must not count as unhandled.
			making.catch(() => undefined);
			return `${marks[as]}${String(kept.push(making) - 1)}${close}`;
		},
		putLive(markup) {
			live.set(kept.length, markup);
			return this.put('', 'block');
		},
		async settle(text) {
			ready = await Promise.all(kept);
			return text.replace(token, (whole, index: string) => live.get(Number(index)) ?? whole);
		},
		fill(text) {
			return text.replace(token, (_, index: string) => ready[Number(index)] ?? '');
		}
	};
}

/**
 * Makes a block of each paragraph that is one token. Throws ContentError for a block within a line
 * of text, where a browser would tear the paragraph apart, and for code that the page's own
 * scanner did not take out, since nothing has checked it.
 */
export function placeSlots(file: string, lineOf: (node: Node) => number): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			const at = { file, line: lineOf(node) };
			if (node.type === 'code') {
				throw new ContentError(at, 'this code is fenced in a way that is not understood here');
			}
			if (node.type === 'paragraph' && onlyBlock.test(textOf(node).trim())) {
				node.type = 'html';
				node.value = textOf(node).trim();
				delete node.children;
			} else if (node.type === 'text' && node.value?.includes(marks.block)) {
				throw new ContentError(at, 'a block needs a line of its own');
			}
		});
}
