import { decodeCodes } from './draw/codes.ts';

/**
 * Mermaid interprets some characters and words in labels instead of showing them, and reports no error. Therefore
 * the text of a drawing is compared with its source, after drawing and whenever a stored drawing is used.
 */

/** Text of the source that the drawing must show, and its line from 0. */
export interface Label {
	words: string;
	line: number;
}

/** A label that the drawing lacks, or text that the source lacks. */
export interface LabelError {
	reason: string;
	/** Line of the source, from 0. */
	line: number;
}

/** Compares the labels of a Mermaid source with its drawings; returns null if they agree. */
export function compareLabels(source: string, svg: string): LabelError | null {
	// A wide drawing is followed by a narrow one.
	for (const drawing of svg.split(/(?<=<\/svg>)\s*(?=<svg)/)) {
		const error = compareDrawing(source, drawing);
		if (error) return error;
	}
	return null;
}

function compareDrawing(source: string, svg: string): LabelError | null {
	const shown = drawnTexts(svg);
	for (const { words, line } of labelsOf(source)) {
		if (isShown(plain(words), shown)) continue;
		const advice = isHyphenated(plain(words), shown)
			? 'it does not fit, shorten it or break the line with <br>'
			: howToEscape(words);
		return { line, reason: `the drawing does not show "${words}": ${advice}` };
	}
	const all = plain(source);
	const unknown = shown.find((words) => !all.includes(words) && !isGenerated(words));
	if (unknown === undefined) return null;
	return { line: 0, reason: `the drawing shows "${unknown}", which its source does not contain` };
}

/** How to write characters that Mermaid would interpret. */
function howToEscape(words: string): string {
	const special = words.replace(/<br\s*\/?>/gi, '').match(/[#;"<>{}%`]/g);
	const codes = [...new Set(special ?? [])].map(
		(char) => `#${String(char.charCodeAt(0))}; for ${char}`
	);
	const advice = [
		...(codes.length > 0 ? [`write ${codes.join(', ')}`] : []),
		...(words.includes('\\n') ? ['write <br> for a new line'] : []),
		...(/\bend\b/i.test(words) ? ['write the word end differently'] : [])
	];
	return advice.length > 0 ? advice.join('; ') : 'rephrase it';
}

/** Whether Mermaid hyphenated a label because it did not fit. */
function isHyphenated(label: string, shown: readonly string[]): boolean {
	const bare = (words: string) => words.replaceAll('-', '');
	return bare(shown.join('')).includes(bare(label));
}

/** Whether a label is one text of the drawing or several in a row: Mermaid breaks some into lines. */
function isShown(label: string, shown: readonly string[]): boolean {
	return (
		label === '' ||
		shown.some((_, from) => {
			let joined = '';
			for (const words of shown.slice(from)) {
				joined += words;
				if (!label.startsWith(joined)) return false;
				if (joined === label) return true;
			}
			return false;
		})
	);
}

/** Whether Mermaid adds a text itself: the kind of a frame, or the number of a step. */
function isGenerated(words: string): boolean {
	return /^(?:\d+|alt|opt|loop|par|critical|break)$/.test(words);
}

/** Text for comparison: without white space and line breaks, and with Mermaid's codes decoded. */
function plain(text: string): string {
	return withoutBrackets(
		decodeCodes(text)
			.replace(/<br\s*\/?>/gi, '')
			.replace(/\s+/g, '')
	);
}

/** Removes the brackets that Mermaid adds to the condition of a frame. */
function withoutBrackets(words: string): string {
	return words.replace(/^\[|\]$/g, '');
}

/** Each text of a drawing, with its lines joined. */
function drawnTexts(svg: string): string[] {
	return [...svg.matchAll(/<text\b[^>]*>(?<content>.*?)<\/text>/gs)].map((match) => {
		const words = decodedXml((match.groups?.['content'] ?? '').replace(/<[^>]*>/g, ''));
		return withoutBrackets(words.replace(/\s+/g, ''));
	});
}

/** Decodes numeric entities, the only ones in a drawing (`escapeXml`). */
function decodedXml(text: string): string {
	return text.replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}

/** All labels of a source. */
export function labelsOf(source: string): Label[] {
	const read = /^\s*sequenceDiagram/.test(source)
		? sequenceLabels
		: /^\s*stateDiagram/.test(source)
			? stateLabels
			: flowchartLabels;
	return source.split('\n').flatMap((text, line) => {
		if (/^\s*(?:%%|$)/.test(text)) return [];
		return read(text.trim()).map((words) => ({ words: words.trim(), line }));
	});
}

function sequenceLabels(line: string): string[] {
	const groups =
		/^(?:create )?(?:participant|actor)\s+(?:.+?\s+as\s+(?<alias>.+)|(?<id>.+))$/.exec(line)
			?.groups ??
		/^(?:loop|alt|else|opt|par|and|critical|option|break)\b(?<frame>.*)$/.exec(line)?.groups ??
		/^(?:note\s+(?:over|left of|right of)\s+[^:]+|title)\s*:(?<note>.*)$/i.exec(line)?.groups ??
		/^[^:]*?(?:->|-->|-x|--x|-\)|--\))[^:]*:(?<message>.*)$/.exec(line)?.groups;
	return captured(groups);
}

function stateLabels(line: string): string[] {
	const groups =
		/^state\s+"(?<name>[^"]*)"/.exec(line)?.groups ?? /^[^:]+:(?<words>.*)$/.exec(line)?.groups;
	return captured(groups);
}

const flowchartLabel =
	/"(?<quoted>[^"]*)"|\|(?<edge>[^|"]+)\||(?<=[\w-])(?:\(\[|\[\(|\[\[|\(\(|\{\{|[[({])(?<shape>[^[\](){}"]+)[\])}]|(?:--|==|-\.)\s+(?<line>[^-=."|>][^"|>]*?)\s+(?:-->|---|==>|\.->)/g;

function flowchartLabels(line: string): string[] {
	if (/^(?:classDef|class|style|linkStyle|click|direction)\b/.test(line)) return [];
	const labels = [...line.matchAll(flowchartLabel)].flatMap(({ groups }) => captured(groups));
	return [...labels, ...captured(/^subgraph\s+(?<title>[^["]+)$/.exec(line)?.groups)];
}

/** The named groups that matched; TypeScript's type omits that the others are undefined. */
function captured(groups: Record<string, string | undefined> = {}): string[] {
	return Object.values(groups).filter((words) => words !== undefined);
}
