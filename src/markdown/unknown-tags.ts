import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { outsideCodeSpans } from './lines.ts';

/** Components of pages. Earlier features have already replaced the tags that are written correctly. */
const components = [
	'Demo',
	'Lab',
	'Example',
	'ExampleFiles',
	'Checklist',
	'Details',
	'Challenge',
	'Solution'
];
/** Components whose lower-case name is an HTML element. */
const alsoElement = new Set(['details']);
const element =
	'script|style|link|meta|base|iframe|object|embed|template|slot|svg|math|canvas|video|audio|form|input|button|select|textarea|label|h[1-6]';
const tag = new RegExp(
	`(?<!\\\\)</?(?<name>${[...components, ...components.map((name) => name.toLowerCase())].join('|')}|${element})(?=[\\s/>])`,
	'i'
);

/** Rejects tags that would be printed as text: misspelled or misplaced components, and other HTML. */
export const unknownTags: Feature = {
	transformLines(lines, { file }) {
		for (const { number, text } of lines) {
			outsideCodeSpans(text, (part) => {
				const name = tag.exec(part)?.groups?.['name'];
				if (name === undefined || alsoElement.has(name)) return part;
				throw new ContentError({ file, line: number }, whyWrong(name));
			});
		}
		return lines;
	}
};

function whyWrong(name: string): string {
	const component = components.find((known) => known.toLowerCase() === name.toLowerCase());
	if (component === name) return `<${name}> must be on its own line`;
	if (component !== undefined) return `write <${component}> instead of <${name}>`;
	const heading = /^h[1-6]$/i.test(name) ? ', write headings with ##' : '';
	return `<${name}> is not available in pages${heading}: write \\< for the character`;
}
