/** A part of highlighted code, and the class of its color. */
export interface Piece {
	text: string;
	name: string | null;
}

const piece = /<span class="([^"]*)">([^<]*)<\/span>|([^<]+)/g;
const entity = /&(?:#(\d+)|(amp|lt|gt));/g;
const named = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>']
]);

/**
 * Parses the HTML that `src/markdown/highlight.ts` writes. The browser's parser cannot be used, because the content
 * security policy does not allow HTML from strings.
 */
export function piecesOf(html: string): Piece[] {
	return [...html.matchAll(piece)].map(([, name = null, marked, plain]) => ({
		text: decode(marked ?? plain ?? ''),
		name
	}));
}

function decode(text: string): string {
	return text.replace(entity, (_, code: string | undefined, name: string) =>
		code === undefined ? (named.get(name) ?? '') : String.fromCodePoint(Number(code))
	);
}
