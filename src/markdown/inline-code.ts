import type { Feature } from './feature.ts';
import { unmaskCode } from './mask.ts';
import { visit } from './tree.ts';

/** Restores masked characters in code spans, and `|` where a table cell had to escape it. */
export const inlineCode: Feature = {
	render(tree) {
		visit(tree, (node, ancestors) => {
			if (node.type !== 'inlineCode') return;
			const isInTable = ancestors.some((ancestor) => ancestor.type === 'table');
			const value = isInTable ? node.value?.replace(/\\\|/g, '|') : node.value;
			node.value = unmaskCode(value ?? '');
		});
	}
};
