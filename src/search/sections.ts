import { parse, type AST } from 'svelte/compiler';
import type { Section } from './types.ts';

type Node = AST.Fragment['nodes'][number];

/** The deepest heading that begins a section. */
const maxDepth = 4;
/** Inline elements. Any other element separates words, as a space does. */
const inline =
	/^(?:a|abbr|b|cite|code|del|em|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|var|wbr)$/;
/** Elements whose text is not part of the prose: drawings, controls, hidden content. */
const skipped = /^(?:svg|button|noscript|template)$/;

/**
 * Splits a page's markup at its headings, for the search index. Blocks of code are omitted, because they would be
 * found instead of the text that explains them. Those in the language `text` are included: they hold the error
 * messages that people paste into a search.
 * @param html Svelte markup of a page with its static HTML filled in
 */
export function sectionsOf(html: string, description: string): Section[] {
	const sections: Section[] = [{ id: '', headings: [], text: `${description} ` }];
	const depths: number[] = [];

	const read = (nodes: readonly Node[]): void => {
		for (const node of nodes) {
			const section = sections.at(-1);
			if (node.type === 'Text' && section) section.text += node.data;
			if (!('fragment' in node) || isSkipped(node)) continue;
			const depth = headingDepth(node);
			if (depth !== null) {
				const closed = depths.findIndex((other) => other >= depth);
				if (closed >= 0) depths.length = closed;
				depths.push(depth);
				const above = section?.headings.slice(0, depths.length - 1) ?? [];
				const headings = [...above, collapse(textOf(node.fragment.nodes))];
				sections.push({ id: attribute(node, 'id'), headings, text: '' });
				continue;
			}
			const isBlock = node.type !== 'RegularElement' || !inline.test(node.name);
			if (isBlock && section) section.text += ' ';
			read(node.fragment.nodes);
			const last = sections.at(-1);
			if (isBlock && last) last.text += ' ';
		}
	};

	read(parse(html, { modern: true }).fragment.nodes);
	return sections.map((section) => ({ ...section, text: collapse(section.text) }));
}

function textOf(nodes: readonly Node[]): string {
	return nodes
		.map((node) => {
			if (node.type === 'Text') return node.data;
			return 'fragment' in node && !isSkipped(node) ? textOf(node.fragment.nodes) : '';
		})
		.join('');
}

const collapse = (text: string) => text.replace(/\s+/g, ' ').trim();

function headingDepth(node: Node): number | null {
	const depth = node.type === 'RegularElement' ? Number(/^h([2-6])$/.exec(node.name)?.[1]) : NaN;
	return depth <= maxDepth ? depth : null;
}

function isSkipped(node: Node): boolean {
	if (node.type !== 'RegularElement') return false;
	const classes = attribute(node, 'class').split(' ');
	if (classes.includes('code')) return attribute(node, 'data-lang') !== 'text';
	if (node.name === 'a') return classes.includes('anchor') || attribute(node, 'aria-label') !== '';
	return skipped.test(node.name) || classes.includes('example-files');
}

function attribute(node: Node, name: string): string {
	if (!('attributes' in node)) return '';
	const found = node.attributes.find((other) => other.type === 'Attribute' && other.name === name);
	if (found?.type !== 'Attribute' || !Array.isArray(found.value)) return '';
	return found.value.map((part) => (part.type === 'Text' ? part.data : '')).join('');
}
