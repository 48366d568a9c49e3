/** What a piece of a page has to say for itself: a DOM node does. */
export interface Piece {
	readonly nodeName: string;
	readonly textContent: string | null;
	readonly childNodes: Iterable<Piece>;
	/** Of a link: absolute, so that it leads here from anywhere. */
	readonly href?: string;
}

/** A piece of a page as one line of Markdown, which says what the page says and nothing more. */
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

/** Nothing is escaped within code; a fence of a length that the text has not ends it (CommonMark 6.1). */
function code(text: string): string {
	const runs = [...(text.match(/`+/g) ?? [])].map(({ length }) => length);
	let fence = '`';
	while (runs.includes(fence.length)) fence += '`';
	const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
	return fence + space + text + space + fence;
}
