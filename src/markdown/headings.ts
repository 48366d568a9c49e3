import { ContentError } from './error.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { visit, type Node, type Step } from './tree.ts';
import type { Heading, Language } from './types.ts';

const heading = /^(?<marks>#{1,6})\s+(?<text>.*?)(?:\s+\[#(?<id>[^\]]*)\])?\s*$/;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A heading with the line it stands on. */
export interface LinedHeading extends Heading {
	line: number;
}

/**
 * Reads the headings and takes the `[#id]` off their lines. Fenced blocks must be out already.
 * An id is explicit, so that a link still lands when the wording changes; only a heading in plain
 * ASCII may leave it to be derived.
 */
export function takeHeadings(
	lines: Line[],
	file: string
): { lines: Line[]; headings: LinedHeading[] } {
	const headings: LinedHeading[] = [];
	const rest = lines.map((line) => {
		const groups = heading.exec(line.text)?.groups;
		if (!groups) return line;
		const { marks = '', text = '' } = groups;
		const at = { file, line: line.no };
		if (marks.length === 1) {
			throw new ContentError(at, 'the title is the only h1: begin with ## or deeper');
		}
		const id = groups['id'] ?? derivedId(text, at);
		if (!kebab.test(id)) {
			throw new ContentError(at, `the id "${id}" must be lower-case ASCII words joined by -`);
		}
		const same = headings.find((other) => other.id === id);
		if (same) throw new ContentError(at, `the id "${id}" is taken by line ${same.line}`);
		headings.push({ id, text: plainText(text), depth: marks.length, line: line.no });
		return { no: line.no, text: `${marks} ${text}` };
	});
	return { lines: rest, headings };
}

function derivedId(text: string, at: { file: string; line: number }): string {
	if (!/^[\x20-\x7e]+$/.test(text)) {
		throw new ContentError(at, `the heading needs an id in ASCII: ## ${text} [#some-id]`);
	}
	return plainText(text)
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

/** A heading's words without Markdown's marks, for a table of contents. */
function plainText(text: string): string {
	return text
		.replace(/\[\[fact:[^\]]*\]\]/g, '')
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/<[^>]*>/g, '')
		.replace(/(\*\*|__|`|\*)(.+?)\1/g, '$2')
		.replace(/\\([!-/:-@[-`{-~])/g, '$1')
		.trim();
}

/** Gives the headings their ids, and each a link to itself. */
export function renderHeadings(
	headings: LinedHeading[],
	{ file, lang }: { file: string; lang: Language },
	lineOf: (node: Node) => number
): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			if (node.type !== 'heading') return;
			const line = lineOf(node);
			const found = headings.find((known) => known.line === line);
			if (!found) {
				throw new ContentError({ file, line }, 'write headings with ## at the beginning of a line');
			}
			node.data = { hProperties: { id: found.id } };
			const link = `<a class="anchor" href="#${found.id}" aria-label="${labels[lang].anchor}">#</a>`;
			node.children = [...(node.children ?? []), { type: 'html', value: link }];
		});
}
