import { breakable } from './breakable.ts';
import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { visit } from './tree.ts';
import type { Heading } from './types.ts';

const headingLine = /^(?<marks>#{1,6})\s+(?<text>.*?)(?:\s+\[#(?<id>[^\]]*)\])?\s*$/;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A heading with its line in the author's file. */
export interface LinedHeading extends Heading {
	line: number;
}

/** Gives each heading its id, a link to itself, and places where its lines may break. */
export const headings: Feature<LinedHeading[]> = {
	createState: () => [],
	transformLines(lines, { file }, found) {
		const extracted = extractHeadings(lines, file);
		found.push(...extracted.headings);
		return extracted.lines;
	},
	exportLine: ({ number, text }) => [
		{ number, text: text.replace(/^(#{2,6}\s.*?)\s+\[#[^\]]*\]\s*$/, '$1') }
	],
	render(tree, { file, lang, lineOf }, found) {
		visit(tree, (node) => {
			if (node.type !== 'heading') return;
			const line = lineOf(node);
			const heading = found.find((known) => known.line === line);
			if (!heading) {
				throw new ContentError({ file, line }, 'write headings with ## at the beginning of a line');
			}
			node.data = { hProperties: { id: heading.id } };
			const link = `<a class="anchor" href="#${heading.id}" aria-label="${labels[lang].anchor}">#</a>`;
			node.children = [...breakable(node.children ?? []), { type: 'html', value: link }];
		});
	}
};

/**
 * Takes the headings from `lines`, whose fenced blocks have been replaced, and removes `[#id]`. The id is explicit, so that
 * links survive an edit of the wording; only a heading in plain ASCII may omit it.
 */
export function extractHeadings(
	lines: Line[],
	file: string
): { lines: Line[]; headings: LinedHeading[] } {
	const headings: LinedHeading[] = [];
	const rest = lines.map((line) => {
		const groups = headingLine.exec(line.text)?.groups;
		if (!groups) return line;
		const { marks = '', text = '' } = groups;
		const at = { file, line: line.number };
		if (marks.length === 1) {
			throw new ContentError(at, 'the title is the only h1: begin with ## or deeper');
		}
		const id = groups['id'] ?? derivedId(text, at);
		if (!kebab.test(id)) {
			throw new ContentError(at, `the id "${id}" must be lower-case ASCII words joined by -`);
		}
		const same = headings.find((other) => other.id === id);
		if (same) throw new ContentError(at, `the id "${id}" is taken by line ${same.line}`);
		headings.push({ id, text: plainText(text), depth: marks.length, line: line.number });
		return { number: line.number, text: `${marks} ${text}` };
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

/** A heading's text without Markdown syntax, for the table of contents. */
function plainText(text: string): string {
	return text
		.replace(/\[\[fact:[^\]]*\]\]/g, '')
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/<[^>]*>/g, '')
		.replace(/(\*\*|__|`|\*)(.+?)\1/g, '$2')
		.replace(/\\([!-/:-@[-`{-~])/g, '$1')
		.trim();
}
