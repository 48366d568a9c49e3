import * as v from 'valibot';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { ContentError } from './error.ts';
import { toLines, type Line } from './lines.ts';
import type { Frontmatter } from './types.ts';

const text = (name: string) =>
	v.pipe(v.string(`must be text`), v.trim(), v.nonEmpty(`${name} must not be empty`));

const schema = v.strictObject(
	{
		title: text('the title'),
		description: text('the description'),
		nav: v.optional(text('the short name')),
		toc: v.optional(v.boolean('must be true or false'), true),
		layout: v.optional(v.picklist(['doc', 'home'], 'must be doc or home'), 'doc')
	},
	(issue) => (issue.expected === 'never' ? 'is not a known field' : 'is missing')
);

/**
 * Splits a page into its checked front matter and the lines of its body.
 * Throws ContentError with the line and the field that is wrong.
 */
export function readFrontmatter(
	source: string,
	file: string
): { frontmatter: Frontmatter; body: Line[] } {
	const lines = toLines(source);
	const end = lines.findIndex((line, i) => i > 0 && line.text.trimEnd() === '---');
	if (lines[0]?.text.trimEnd() !== '---' || end === -1) {
		throw new ContentError(
			{ file, line: 1 },
			'the page must begin with front matter between two lines of ---'
		);
	}
	const yaml = lines.slice(1, end).map((line) => line.text).join('\n');
	return { frontmatter: parse(yaml, file), body: lines.slice(end + 1) };
}

function parse(yaml: string, file: string): Frontmatter {
	const counter = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: counter });
	// The opening --- is line 1, so the YAML begins on line 2.
	const lineAt = (offset: number) => counter.linePos(offset).line + 1;

	const broken = document.errors[0];
	if (broken) throw new ContentError({ file, line: lineAt(broken.pos[0]) }, firstLine(broken.message));
	const { contents } = document;
	if (!isMap(contents)) throw new ContentError({ file, line: 1 }, 'front matter must be `field: value` lines');

	const result = v.safeParse(schema, document.toJS());
	if (!result.success) {
		const issue = result.issues[0];
		const field = String(issue.path?.[0]?.key ?? '');
		const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === field);
		const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
		throw new ContentError({ file, line: offset === undefined ? 1 : lineAt(offset), field }, issue.message);
	}
	return { ...result.output, nav: result.output.nav ?? result.output.title };
}

function firstLine(message: string): string {
	return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
