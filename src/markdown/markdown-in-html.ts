import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { unmaskPlain } from './mask.ts';
import { visit } from './tree.ts';

const tag = /<(?:[^<>"']|"[^"]*"|'[^']*')*>/g;
/** A link, an image, strong text or inline code. */
const syntax = /!?\[[^\][]+\]\([^)\s]+\)|\*\*[^*]+\*\*|`[^`]+`/;

/**
 * Rejects Markdown in a block of HTML, which is printed as written. A line or list item that begins with the
 * tag of a block element begins such a block.
 */
export const markdownInHtml: Feature = {
	render(tree, { file, lineOf }) {
		visit(tree, (node) => {
			if (node.type !== 'html') return;
			const value = node.value ?? '';
			const text = value.replace(tag, (whole) => ' '.repeat(whole.length));
			const found = syntax.exec(text);
			if (!found) return;
			const line = lineOf(node, value.slice(0, found.index).split('\n').length - 1);
			const reason = `${unmaskPlain(found[0])} is printed as text, because HTML begins the block: begin with text, or write <a href>`;
			throw new ContentError({ file, line }, reason);
		});
	}
};
