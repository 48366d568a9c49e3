import { phrases } from './phrases.ts';
import { textOf, type Node } from './tree.ts';

const wordBreak: Node = { type: 'html', value: '<wbr>' };

/**
 * Marks where the lines of a heading may break: between phrases, also next to code.
 * The text stays the same.
 */
export function breakable(children: readonly Node[]): Node[] {
	const texts = children.map(plainText);
	const ends = endsOf(phrases(texts.join('')));
	let start = 0;
	return children.flatMap((child, i) => {
		const [from, to] = [start, (start += texts[i]?.length ?? 0)];
		const before = ends.has(from) && from < to ? [{ ...wordBreak }] : [];
		const inside = [...ends].filter((end) => from < end && end < to);
		if (child.type !== 'text' || inside.length === 0) return [...before, child];
		const cuts = [from, ...inside, to].map((at) => at - from);
		const parts = cuts.slice(1).map((cut, n) => ({
			...child,
			value: (child.value ?? '').slice(cuts[n], cut)
		}));
		return [
			...before,
			...parts.flatMap((part, n) => (n === 0 ? [part] : [{ ...wordBreak }, part]))
		];
	});
}

/** The index in the joined text at which each phrase but the last ends. */
function endsOf(parts: readonly string[]): Set<number> {
	let length = 0;
	const ends = parts.map((part) => (length += part.length));
	return new Set(ends.slice(0, -1));
}

function plainText(node: Node): string {
	return node.type === 'html' ? textOf(node).replace(/<[^>]*>/g, '') : textOf(node);
}
