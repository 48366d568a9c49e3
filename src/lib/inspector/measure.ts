import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';

/** What a byte is for: the innermost layer that it belongs to, or the text of a message. */
export type Share = WireProtocol | 'text';

/** How many bytes of a span belong to which layer; the text of a message is counted apart. */
export function measure(span: Span): Map<Share, number> {
	const shares = new Map<Share, number>();
	add(span, false, shares);
	return shares;
}

function add(span: Span, isText: boolean, shares: Map<Share, number>): void {
	const size = span.to - span.from;
	if (isText && span.field === 'json.string') {
		// The quotation marks belong to JSON. A piece of a divided string has one of them, or none.
		const quotes = span.isPart ? 0 : 2;
		count(shares, 'text', size - quotes);
		count(shares, 'json', quotes);
		return;
	}
	// Fields smaller than a byte share it: the byte is that of their parent.
	const children = span.children.filter(({ bits }) => bits === undefined);
	const within = children.reduce((sum, child) => sum + child.to - child.from, 0);
	count(shares, span.protocol, size - within);
	const isTextMember = span.field === 'json.member' && span.value === 'text';
	for (const child of children) add(child, isTextMember, shares);
}

function count(shares: Map<Share, number>, share: Share, bytes: number): void {
	if (bytes > 0) shares.set(share, (shares.get(share) ?? 0) + bytes);
}

/** The bytes of all message texts in a span. */
export const textBytes = (span: Span): number => measure(span).get('text') ?? 0;

/** The spans at a byte, outermost first. */
export function pathAt(span: Span, byte: number): Span[] {
	const child = span.children.find(({ from, to }) => from <= byte && byte < to);
	// Bits are selected by name, not by their byte.
	return child && child.bits === undefined ? [span, ...pathAt(child, byte)] : [span];
}

/** The spans from `root` down to `target`; empty if it is not there. */
export function pathTo(root: Span, target: Span): Span[] {
	if (root === target) return [root];
	for (const child of root.children) {
		if (child.from > target.from || child.to < target.to) continue;
		const path = pathTo(child, target);
		if (path.length > 0) return [root, ...path];
	}
	return [];
}
