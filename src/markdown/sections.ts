import type { Feature } from './feature.ts';
import { element, type Node } from './tree.ts';

/** Wraps each h2 and what follows it in `<section aria-labelledby="id">`. */
export const sections: Feature = {
	renderHtml(tree) {
		const out: Node[] = [];
		let current: Node[] = out;
		for (const node of tree.children ?? []) {
			if (node.tagName === 'h2') {
				current = [];
				out.push(element('section', { ariaLabelledBy: node.properties?.['id'] }, current));
			}
			current.push(node);
		}
		tree.children = out;
	}
};
