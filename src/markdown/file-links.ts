import { isChecklist } from './checklist.ts';
import type { Feature } from './feature.ts';
import { unmaskPlain } from './mask.ts';
import { visit, type Node } from './tree.ts';

const filePath = /^(?:[^/\s]+\/)+[^/\s]+\.\w+$/;

/**
 * Links the paths in checklists and tables to the files in the repository. Paths in running text
 * stay as they are: they may belong to the reader's own project.
 */
export const fileLinks: Feature = {
	render(tree, { repository, project }) {
		if (repository === null) return;
		visit(tree, (node, ancestors) => {
			if (node.type !== 'inlineCode') return;
			if (!ancestors.some(isReference) || ancestors.some(isLink)) return;
			const path = unmaskPlain(node.value ?? '');
			if (!filePath.test(path) || !project.exists(path)) return;
			// `HEAD` resolves to the default branch, which may have any name.
			const url = `${repository}/blob/HEAD/${encodeURI(path)}`;
			const children = [{ ...node }];
			delete node.value;
			Object.assign(node, { type: 'link', url, children } satisfies Node);
		});
	}
};

const isLink = ({ type }: Node): boolean => type === 'link';

const isReference = (node: Node): boolean => node.type === 'table' || isChecklist(node);
