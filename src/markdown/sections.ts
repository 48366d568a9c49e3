import { element, type Node, type Step } from './tree.ts';

/** On hast: wraps each h2 with all that follows it into `<section aria-labelledby="id">`. */
export const sections: Step = () => (tree) => {
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
};
