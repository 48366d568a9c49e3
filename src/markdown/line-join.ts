import type { Feature } from './feature.ts';
import { visit, type Node } from './tree.ts';

const wide =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fb\u30fc\uff00-\uffef]/u;
const widePunctuation =
	/[\u3001\u3002\u3008-\u3011\u3014-\u301f\u30fb\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d]/u;

/**
 * Removes line breaks of the source between wide characters and next to wide punctuation. Japanese
 * has no spaces between words, but Chromium renders a line break as a space (CSS Text 4 §4.1.3 lets
 * browsers remove it, and Firefox does between two wide characters).
 */
export const lineJoin: Feature = {
	render(tree) {
		visit(tree, (node) => {
			if (!node.children?.some(isText)) return;
			const leaves = texts(node);
			leaves.forEach((leaf, i) => {
				leaf.value = leaf.value?.replace(/ *\n */g, (end, at: number, all: string) => {
					const before = lastOf(all.slice(0, at)) ?? lastOf(leaves[i - 1]?.value);
					const after = firstOf(all.slice(at + end.length)) ?? firstOf(leaves[i + 1]?.value);
					return before && after && joins(before, after) ? '' : '\n';
				});
			});
		});
	}
};

function joins(before: string, after: string): boolean {
	return (
		widePunctuation.test(before) ||
		widePunctuation.test(after) ||
		(wide.test(before) && wide.test(after))
	);
}

function isText(node: Node): boolean {
	return node.type === 'text';
}

/** The text nodes of a paragraph in order, including emphasized text; code counts as a Latin letter. */
function texts(node: Node): Node[] {
	return (node.children ?? []).flatMap((child) => {
		if (isText(child)) return [child];
		if (child.children) return texts(child);
		return [{ type: 'other', value: child.type === 'html' ? '' : 'x' }];
	});
}

function lastOf(text: string | undefined): string | undefined {
	return text === undefined ? undefined : [...text].at(-1);
}

function firstOf(text: string | undefined): string | undefined {
	return text === undefined ? undefined : [...text][0];
}
