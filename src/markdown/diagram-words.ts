import type { Diagram } from './diagram.ts';
import { decodeCodes } from './draw/codes.ts';
import { ContentError } from './error.ts';

/**
 * Mermaid reads some characters of a label as its own (`#`, `;`, `%%`, `end`) and draws the rest without a word. So the
 * words of a drawing are compared with those of its source, when it is drawn and whenever a kept one is used.
 */

/** Words that a source gives to be shown, and where: lines from 0. */
export interface Label {
	words: string;
	line: number;
}

/** A label that the drawing does not show, or words that it shows and the source does not have. */
export interface WordFault {
	reason: string;
	/** Line of the source, from 0. */
	line: number;
}

/** Throws ContentError where a drawing shows other words than its source. */
export function checkWords(diagram: Diagram, svg: string, file: string): void {
	const fault = compareWords(diagram.source, svg);
	// The source begins on the line after its fence.
	if (fault) throw new ContentError({ file, line: diagram.line + 1 + fault.line }, fault.reason);
}

/** Compares a Mermaid source with its drawing; null where both say the same. */
export function compareWords(source: string, svg: string): WordFault | null {
	const shown = drawnWords(svg);
	for (const { words, line } of labelsOf(source)) {
		if (isShown(plain(words), shown)) continue;
		const says = isHyphenated(plain(words), shown)
			? 'its place is too narrow, shorten it or break the line with <br>'
			: advice(words);
		return { line, reason: `the drawing does not show "${words}": ${says}` };
	}
	const all = plain(source);
	const foreign = shown.find((words) => !all.includes(words) && !isMermaids(words));
	if (foreign === undefined) return null;
	return { line: 0, reason: `the drawing shows "${foreign}", which its source does not have` };
}

/** What to write instead of what Mermaid takes for its own. */
function advice(words: string): string {
	const special = words.replace(/<br\s*\/?>/gi, '').match(/[#;"<>{}%`]/g);
	const codes = [...new Set(special ?? [])].map(
		(char) => `#${String(char.charCodeAt(0))}; for ${char}`
	);
	const says = [
		...(codes.length > 0 ? [`write ${codes.join(', ')}`] : []),
		...(words.includes('\\n') ? ['write <br> for a new line'] : []),
		...(/\bend\b/i.test(words) ? ['write the word end in another way'] : [])
	];
	return says.length > 0 ? says.join('; ') : 'write it in other words';
}

/** Whether Mermaid has put hyphens where it broke the words, for want of room. */
function isHyphenated(label: string, shown: readonly string[]): boolean {
	const bare = (words: string) => words.replaceAll('-', '');
	return bare(shown.join('')).includes(bare(label));
}

/** Whether a label is one text of the drawing, or several that follow each other: Mermaid breaks some into lines. */
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

/** Frames have their kind in the corner, steps are numbered. */
function isMermaids(words: string): boolean {
	return /^(?:\d+|alt|opt|loop|par|critical|break)$/.test(words);
}

/** Text as it is compared: a drawing breaks lines where it likes, and codes stand for characters. */
function plain(text: string): string {
	return withoutFrame(
		decodeCodes(text)
			.replace(/<br\s*\/?>/gi, '')
			.replace(/\s+/g, '')
	);
}

/** Mermaid puts the condition of a frame into brackets. */
function withoutFrame(words: string): string {
	return words.replace(/^\[|\]$/g, '');
}

/** The words of each text of a drawing, its lines joined. */
function drawnWords(svg: string): string[] {
	return [...svg.matchAll(/<text\b[^>]*>(?<content>.*?)<\/text>/gs)].map((match) => {
		const words = decodedXml((match.groups?.['content'] ?? '').replace(/<[^>]*>/g, ''));
		return withoutFrame(words.replace(/\s+/g, ''));
	});
}

/** A drawing has numeric entities only (`escapeXml`). */
function decodedXml(text: string): string {
	return text.replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}

/** All that a source gives to be shown. */
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

/** The named groups that took part in a match: TypeScript does not know that the others are undefined. */
function captured(groups: Record<string, string | undefined> = {}): string[] {
	return Object.values(groups).filter((words) => words !== undefined);
}
