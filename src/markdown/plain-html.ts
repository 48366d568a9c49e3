import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { visit } from './tree.ts';

const forbidden = /<[a-z][^>]*?\s(?<name>style|on[a-z]+)\s*=/i;

/** Rejects HTML attributes that the site's own Content Security Policy would block. */
export const plainHtml: Feature = {
	render(tree, page) {
		visit(tree, (node) => {
			const name =
				node.type === 'html' ? forbidden.exec(node.value ?? '')?.groups?.['name'] : undefined;
			if (name === undefined) return;
			const at = { file: page.file, line: page.lineOf(node), field: name };
			throw new ContentError(at, 'is an attribute that the Content Security Policy blocks');
		});
	}
};
