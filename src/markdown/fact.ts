import * as v from 'valibot';
import { ContentError } from './error.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { ExportedPage, Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import { replaceMarks } from './lines.ts';
import type { Project } from './project.ts';
import { fieldMessage, fieldOf, readYamlMap } from './yaml.ts';

export const factsFile = 'content/facts.yaml';

const mention = /\[\[fact:([^\]]*)\]\]/g;

const noDate = 'must be a date such as 2026-11-22';
const date = v.pipe(v.string(noDate), v.isoDate(noDate));
const schema = v.strictObject(
	{
		claim: v.pipe(v.string('must be text'), v.nonEmpty('must not be empty')),
		value: v.pipe(
			v.union([v.string(), v.number()], 'must be text'),
			v.transform(String),
			v.nonEmpty('must not be empty')
		),
		source: v.pipe(v.string('must be an address'), v.url('must be the address of the source')),
		checked: date,
		expires: date
	},
	fieldMessage
);

/** A claim that goes out of date, with its source and the day on which the source was read. */
export type Fact = v.InferOutput<typeof schema> & { line: number };
export type Facts = ReadonlyMap<string, Fact>;

/** `[[fact:name]]`: prints the fact's value and its source, and whether it has expired. */
export const facts: Feature = {
	transformLines(lines, page) {
		return lines.map((line) =>
			replaceMarks(line, mention, (name) => {
				// Read here, so that a page without facts does not depend on the file.
				const known = knownFacts(page.project);
				page.files.add(factsFile);
				const fact = known.get(name);
				if (fact) return page.put(factHtml(fact, page), 'inline');
				const at = { file: page.file, line: line.number };
				throw new ContentError(at, `there is no fact "${name}" in ${factsFile}`);
			})
		);
	},
	exportLine(line, page) {
		return [
			replaceMarks(line, mention, (name, whole) => {
				const fact = knownFacts(page.project).get(name);
				return fact ? factText(fact, page) : whole;
			})
		];
	}
};

let parsed: { yaml: string; facts: Facts } | undefined;

/** The project's facts, parsed again only after an edit, since many pages need them. */
function knownFacts(project: Project): Facts {
	const yaml = project.read(factsFile) ?? '';
	if (parsed?.yaml !== yaml) parsed = { yaml, facts: readFacts(yaml) };
	return parsed.facts;
}

function factText({ value, source, checked, expires }: Fact, page: ExportedPage): string {
	const { factSource, factExpired } = labels[page.lang];
	const expired = expires < page.today ? ` **${factExpired}**` : '';
	return `${value}（[${factSource} ${checked}](${source})）${expired}`;
}

function factHtml({ value, source, checked, expires }: Fact, { lang, today }: Page): string {
	const expired =
		expires < today ? `<strong class="expired">${labels[lang].factExpired}</strong>` : '';
	return (
		`<span class="fact">${escapeText(value)}` +
		`<a href="${escapeAttribute(source)}" aria-label="${labels[lang].factSource} ${checked}">` +
		`<time datetime="${checked}">${checked}</time></a>${expired}</span>`
	);
}

/** Parses `content/facts.yaml`; throws ContentError with the line, the fact and the field. */
export function readFacts(yaml: string): Facts {
	const { fields } = readYamlMap(yaml, factsFile, 1);
	return new Map(
		[...fields].map(([name, { value, line }]) => {
			const result = v.safeParse(schema, value);
			if (result.success) return [name, { ...result.output, line }];
			const [issue] = result.issues;
			const field = [name, fieldOf(issue)].filter(Boolean).join('.');
			throw new ContentError({ file: factsFile, line, field }, issue.message);
		})
	);
}

/** Facts that have expired by the given day (`2026-11-22`). */
export function expiredFacts(facts: Facts, today: string): [string, Fact][] {
	return [...facts].filter(([, fact]) => fact.expires < today);
}

/** Today in UTC, in the format of a fact's dates. */
export function today(): string {
	return new Date().toISOString().slice(0, 10);
}
