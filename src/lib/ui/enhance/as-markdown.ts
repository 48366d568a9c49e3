/** The part of the interface of a DOM node that `asMarkdown` reads. */
export interface Piece {
	readonly nodeName: string;
	readonly textContent: string | null;
	readonly childNodes: Iterable<Piece>;
	/** The absolute address of a link. */
	readonly href?: string;
}

/** Converts a piece of a page to one line of Markdown with the same text, links and code. */
export function asMarkdown(piece: Piece): string {
	return inline(piece).replace(/\s+/g, ' ').trim();
}

function inline(piece: Piece): string {
	switch (piece.nodeName) {
		case '#text':
			return (piece.textContent ?? '').replace(/[\\`*_~[\]<>&]/g, '\\$&');
		case 'CODE':
			return code(piece.textContent ?? '');
		case 'BR':
			return ' ';
		case 'A':
			return `[${inside(piece)}](${address(piece.href ?? '')})`;
		default:
			return inside(piece);
	}
}

const inside = (piece: Piece): string => [...piece.childNodes].map(inline).join('');

const address = (href: string): string => href.replaceAll('(', '%28').replaceAll(')', '%29');

/** Code is not escaped. It is delimited by a run of backticks of a length that it does not contain (CommonMark 6.1). */
function code(text: string): string {
	const runs = [...(text.match(/`+/g) ?? [])].map(({ length }) => length);
	let fence = '`';
	while (runs.includes(fence.length)) fence += '`';
	const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
	return fence + space + text + space + fence;
}
