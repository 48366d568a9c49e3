import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';

/** What a byte is counted as: the innermost layer that contains it, or message text. */
export type Share = WireProtocol | 'text';

/** The number of bytes of each layer in a span. Message text is counted separately. */
export function measure(span: Span): Map<Share, number> {
	const shares = new Map<Share, number>();
	addShares(span, false, shares);
	return shares;
}

function addShares(span: Span, isInTextMember: boolean, shares: Map<Share, number>): void {
	const size = span.to - span.from;
	if (isInTextMember && span.field === 'json.string') {
		// The quotation marks belong to JSON. A piece of a divided string has at most one, which counts as text.
		const quotes = span.isPart ? 0 : 2;
		count(shares, 'text', size - quotes);
		count(shares, 'json', quotes);
		return;
	}
	// Several bit fields can share a byte, so the byte counts for their parent.
	const children = span.children.filter(({ bits }) => bits === undefined);
	const within = children.reduce((sum, child) => sum + child.to - child.from, 0);
	count(shares, span.protocol, size - within);
	const isTextMember = span.field === 'json.member' && span.value === 'text';
	for (const child of children) addShares(child, isTextMember, shares);
}

function count(shares: Map<Share, number>, share: Share, bytes: number): void {
	if (bytes > 0) shares.set(share, (shares.get(share) ?? 0) + bytes);
}

/** The spans at a byte, outermost first. */
export function pathAt(span: Span, byte: number): Span[] {
	const child = span.children.find(({ from, to }) => from <= byte && byte < to);
	// A byte does not say which of its bit fields is meant.
	return child && child.bits === undefined ? [span, ...pathAt(child, byte)] : [span];
}
