import { ContentError } from './error.ts';
import { visit, type Node, type Step } from './tree.ts';

const forbidden = /<[a-z][^>]*?\s(?<name>style|on[a-z]+)\s*=/i;

/** Throws ContentError for HTML that the site's own security policy would leave without effect. */
export function checkHtml(file: string, lineOf: (node: Node) => number): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			const name =
				node.type === 'html' ? forbidden.exec(node.value ?? '')?.groups?.['name'] : undefined;
			if (name === undefined) return;
			const at = { file, line: lineOf(node), field: name };
			throw new ContentError(at, 'is an attribute that the content security policy refuses');
		});
}
