import * as v from 'valibot';
import { withoutComments } from './comments.ts';
import { combined, ContentError } from './error.ts';
import { toLines, type Line } from './lines.ts';
import type { Frontmatter } from './types.ts';
import { fieldMessage, fieldOf, readYamlMap } from './yaml.ts';

const text = (name: string) =>
	v.pipe(v.string(`must be text`), v.trim(), v.nonEmpty(`${name} must not be empty`));

const schema = v.object(
	{
		title: text('the title'),
		description: text('the description'),
		nav: v.optional(text('the short name')),
		toc: v.optional(v.boolean('must be true or false'), true),
		layout: v.optional(v.picklist(['doc', 'home'], 'must be doc or home'), 'doc'),
		start: v.optional(v.boolean('must be true or false'), false)
	},
	fieldMessage
);

/**
 * Splits a page into its validated front matter and the lines of its body, without comments. All code
 * that reads pages calls this first, and so processes the same content.
 * Throws all mistakes of the front matter, each with its line and field.
 */
export function readFrontmatter(
	source: string,
	file: string
): { frontmatter: Frontmatter; body: Line[] } {
	const lines = toLines(source);
	const garbled = lines.find(({ text }) => text.includes('\uFFFD'));
	if (garbled) {
		throw new ContentError({ file, line: garbled.number }, 'is not UTF-8: save the file as UTF-8');
	}
	const end = lines.findIndex((line, i) => i > 0 && line.text.trimEnd() === '---');
	if (lines[0]?.text.trimEnd() !== '---' || end === -1) {
		throw new ContentError(
			{ file, line: 1 },
			'the page must begin with front matter between two lines of ---'
		);
	}
	const yaml = lines
		.slice(1, end)
		.map((line) => line.text)
		.join('\n');
	return { frontmatter: parse(yaml, file), body: withoutComments(lines.slice(end + 1), file) };
}

function parse(yaml: string, file: string): Frontmatter {
	// The opening --- is line 1, so the YAML begins on line 2.
	const { fields } = readYamlMap(yaml, file, 2);
	const values = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]));
	const result = v.safeParse(schema, values);
	const known = Object.keys(schema.entries);
	const mistakes = [...fields]
		.filter(([field]) => !known.includes(field))
		.map(([field, { line }]) => {
			const reason = `is not a known field: ${known.join(', ')}`;
			return new ContentError({ file, line, field }, reason);
		});
	if (result.success && mistakes.length === 0) {
		return { ...result.output, nav: result.output.nav ?? result.output.title };
	}
	for (const issue of result.issues ?? []) {
		const field = fieldOf(issue);
		const line = fields.get(field)?.line ?? 1;
		mistakes.push(new ContentError({ file, line, field }, issue.message));
	}
	throw combined(mistakes.toSorted((a, b) => a.line - b.line));
}
