/** A part of highlighted code, and the class of its colour. */
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
 * Reads highlighted code, as `src/markdown/highlight.ts` writes it. Not with the browser's parser: the content
 * security policy lets no string become HTML.
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
