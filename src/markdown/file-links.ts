import { isChecklist } from './checklist.ts';
import { unmaskPlain } from './mask.ts';
import type { Project } from './project.ts';
import { visit, type Node, type Step } from './tree.ts';

const filePath = /^(?:[^/\s]+\/)+[^/\s]+\.\w+$/;

/**
 * Links the files that checklists and tables name to where they can be read. Not those in running text: there a
 * path may as well be one of the reader's own project.
 *
 * @param repository web address, without a slash at the end
 */
export function linkFiles(repository: string, project: Project): Step {
	return () => (tree) =>
		visit(tree, (node, above) => {
			if (node.type !== 'inlineCode' || !above.some(isLookedUp) || above.some(isLink)) return;
			const path = unmaskPlain(node.value ?? '');
			if (!filePath.test(path) || !project.exists(path)) return;
			// `HEAD` follows whatever the default branch is called.
			const url = `${repository}/blob/HEAD/${encodeURI(path)}`;
			const children = [{ ...node }];
			delete node.value;
			Object.assign(node, { type: 'link', url, children } satisfies Node);
		});
}

const isLink = ({ type }: Node): boolean => type === 'link';

const isLookedUp = (node: Node): boolean => node.type === 'table' || isChecklist(node);
