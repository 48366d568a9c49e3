import type { Span } from './head.ts';
import type { IsOwn } from './masks.ts';

/** A value of SvelteKit's stream: devalue's format as a string in JSON. */
const resultPattern = /"result":"((?:[^"\\]|\\.)*)"/g;
/** A character of a string in JSON, as it is written. */
const characterPattern = /\\u[0-9a-fA-F]{4}|\\.|[^\\]/gs;
/** The tokens of JSON by which the elements of an array are found: strings, brackets, commas, and what stands between them. */
const tokenPattern = /"(?:[^"\\]|\\.)*"|[[\]{},]|[^"[\]{},]+/g;

/**
 * Where the texts of others stand in a piece of the stream of `query.live`. devalue writes a value as an array of
 * all its parts, `[[1],{"id":2,"text":3},"e.1","hello"]`: a message refers to its id and text by their indexes.
 */
export function liveTexts(piece: string, isOwn: IsOwn): Span[] {
	return [...piece.matchAll(resultPattern)].flatMap(({ index, 1: result = '' }) => {
		const from = index + '"result":"'.length;
		const characters = [...result.matchAll(characterPattern)];
		const inner = characters.map(([written]) => JSON.parse(`"${written}"`) as string).join('');
		const writtenAt = (at: number) => from + (characters[at]?.index ?? result.length);
		const elements = elementsOf(inner);
		return elements.flatMap(indexesOf).flatMap(({ id, text }) => {
			const element = elements[text];
			const idText = elements[id]?.text.slice(1, -1) ?? '';
			if (element === undefined || isOwn(idText)) return [];
			// Without the quotation marks.
			return [{ from: writtenAt(element.from + 1), to: writtenAt(element.to - 1) }];
		});
	});
}

interface Element extends Span {
	text: string;
}

/** The elements of an array in JSON and where they stand. */
function elementsOf(json: string): Element[] {
	const elements: Element[] = [];
	let depth = 0;
	let from = 1;
	for (const { index, 0: token } of json.matchAll(tokenPattern)) {
		const isEnd = depth === 1 && (token === ',' || token === ']');
		if (isEnd) elements.push({ text: json.slice(from, index), from, to: index });
		if (isEnd) from = index + 1;
		if (token === '[' || token === '{') depth++;
		if (token === ']' || token === '}') depth--;
	}
	return elements;
}

/** The indexes of id and text, if an element is a message. */
function indexesOf({ text: json }: Element): { id: number; text: number }[] {
	if (!json.startsWith('{')) return [];
	const { id = -1, text } = JSON.parse(json) as Record<string, number>;
	return text === undefined ? [] : [{ id, text }];
}
