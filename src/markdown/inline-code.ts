import { unmaskCode } from './mask.ts';
import { visit, type Step } from './tree.ts';

/** Finishes code spans: masked characters are literal in code, and a table's `\|` is a bar. */
export const inlineCode: Step = () => (tree) =>
	visit(tree, (node, above) => {
		if (node.type !== 'inlineCode') return;
		const inTable = above.some((parent) => parent.type === 'table');
		const value = inTable ? node.value?.replace(/\\\|/g, '|') : node.value;
		node.value = unmaskCode(value ?? '');
	});
