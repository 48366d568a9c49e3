import { parse, type AST } from 'svelte/compiler';

/** Markup with its static runs moved to `pieces`. */
export interface Split {
	/** Svelte markup with `{@html pieces[i]}` in place of run `i`. */
	html: string;
	pieces: string[];
}

/**
 * Replaces the static runs of Svelte markup, each as long as possible, with `{@html}`. Otherwise Svelte
 * ships them again in JavaScript, as templates for hydration; `{@html}` keeps the server's DOM. An element
 * with live parts keeps its tags, and its static children are replaced.
 */
export function splitStatic(markup: string): Split {
	const pieces: string[] = [];
	const { fragment } = parse(markup, { modern: true });

	const emit = (nodes: Node[], from: number, to: number): string => {
		let out = '';
		let run = from;
		const flush = (end: number) => {
			const piece = markup.slice(run, end);
			// White space alone is smaller in the markup than as a piece.
			if (piece.trim() === '') out += piece;
			else out += `{@html pieces[${pieces.push(piece) - 1}]}`;
		};
		for (const node of nodes) {
			if (isStatic(node)) continue;
			flush(node.start);
			out += live(node);
			run = node.end;
		}
		flush(to);
		return out;
	};

	const live = (node: Node): string => {
		const children = 'fragment' in node ? node.fragment.nodes : [];
		const first = children[0];
		const last = children.at(-1);
		if (!first || !last || (node.type !== 'RegularElement' && node.type !== 'Component')) {
			return markup.slice(node.start, node.end);
		}
		return (
			markup.slice(node.start, first.start) +
			emit(children, first.start, last.end) +
			markup.slice(last.end, node.end)
		);
	};

	const { nodes } = fragment;
	return { html: emit(nodes, nodes[0]?.start ?? 0, nodes.at(-1)?.end ?? 0), pieces };
}

type Node = AST.Fragment['nodes'][number];

function isStatic(node: Node): boolean {
	if (node.type === 'Text') return true;
	return (
		node.type === 'RegularElement' &&
		node.attributes.every(
			(attribute) =>
				attribute.type === 'Attribute' &&
				(attribute.value === true ||
					(Array.isArray(attribute.value) && attribute.value.every((part) => part.type === 'Text')))
		) &&
		node.fragment.nodes.every(isStatic)
	);
}
