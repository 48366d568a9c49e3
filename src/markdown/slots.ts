import { ContentError } from './error.ts';
import { textOf, visit, type Node, type Step } from './tree.ts';

/**
 * Finished HTML waits in slots while mdsvex works on the text around it: mdsvex would parse the
 * HTML again, and its old Markdown parser would find markup in it. A slot's token is made of
 * private-use characters, which no author types.
 */
const open = '\uE010';
const close = '\uE011';
const token = new RegExp(`${open}(\\d+)${close}`, 'g');
const only = new RegExp(`^${open}\\d+${close}$`);

export interface Slots {
	/** Keeps the HTML, which may still be in the making, and returns the token that stands for it. */
	put(html: string | Promise<string>): string;
	/** Replaces every token by its HTML, tokens inside of HTML included. */
	fill(text: string): Promise<string>;
}

export function createSlots(): Slots {
	const kept: Promise<string>[] = [];
	return {
		put(html) {
			const ready = Promise.resolve(html);
			// Whoever fills the slots hears of a failure; until then it must not count as unhandled.
			ready.catch(() => undefined);
			return `${open}${kept.push(ready) - 1}${close}`;
		},
		async fill(text) {
			const ready = await Promise.all(kept);
			const replace = (part: string): string =>
				part.replace(token, (_, index: string) => replace(ready[Number(index)] ?? ''));
			return replace(text);
		}
	};
}

/** Whether the text is one token and nothing else: then its HTML is a block of its own. */
function isSlot(text: string): boolean {
	return only.test(text.trim());
}

/**
 * Makes a block of each paragraph that is one token. Throws ContentError for code that the page's
 * own scanner did not take out, since nothing has checked it.
 */
export function placeSlots(file: string, lineOf: (node: Node) => number): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			if (node.type === 'code') {
				throw new ContentError(
					{ file, line: lineOf(node) },
					'text indented by four spaces is code to Markdown: use a fence, or indent less'
				);
			}
			if (node.type !== 'paragraph' || !isSlot(textOf(node))) return;
			node.type = 'html';
			node.value = textOf(node).trim();
			delete node.children;
		});
}
