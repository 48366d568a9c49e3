import * as v from 'valibot';
import { ContentError } from './error.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { labels } from './labels.ts';
import { outsideCodeSpans, type Line } from './lines.ts';
import type { Language } from './types.ts';
import { fieldMessage, fieldOf, readYamlMap } from './yaml.ts';

export const factsFile = 'content/facts.yaml';

const date = v.pipe(
	v.string('must be a date such as 2026-11-22'),
	v.isoDate('must be a date such as 2026-11-22')
);
const schema = v.strictObject(
	{
		claim: v.pipe(v.string('must be text'), v.nonEmpty('must not be empty')),
		value: v.pipe(
			v.union([v.string(), v.number()], 'must be text'),
			v.transform(String),
			v.nonEmpty('must not be empty')
		),
		source: v.pipe(v.string('must be an address'), v.url('must be the address where it was read')),
		checked: date,
		expires: date
	},
	fieldMessage
);

/** Something that will be wrong one day: with its source and the day it was read there. */
export type Fact = v.InferOutput<typeof schema> & { line: number };
export type Facts = ReadonlyMap<string, Fact>;

/** Reads `content/facts.yaml`; throws ContentError naming line, fact and field. */
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

/** Facts that must be read again, on the given day (`2026-11-22`). */
export function expiredFacts(facts: Facts, today: string): [string, Fact][] {
	return [...facts].filter(([, fact]) => fact.expires < today);
}

/** Today as a fact's dates are written, in UTC. */
export function today(): string {
	return new Date().toISOString().slice(0, 10);
}

/**
 * Replaces `[[fact:name]]` by what `put` makes of the fact's HTML. A fact past its date on `at.today` says
 * so to the reader.
 */
export function takeFacts(
	lines: Line[],
	at: { file: string; lang: Language; today: string },
	facts: Facts,
	put: (html: string) => string
): Line[] {
	return lines.map((line) => ({
		no: line.no,
		text: outsideCodeSpans(line.text, (part) =>
			part.replace(/\[\[fact:([^\]]*)\]\]/g, (_, name: string) => {
				const fact = facts.get(name);
				if (!fact) {
					throw new ContentError(
						{ file: at.file, line: line.no },
						`there is no fact "${name}" in ${factsFile}`
					);
				}
				return put(factHtml(fact, at));
			})
		)
	}));
}

function factHtml(
	{ value, source, checked, expires }: Fact,
	{ lang, today }: { lang: Language; today: string }
): string {
	const expired =
		expires < today ? `<strong class="expired">${labels[lang].factExpired}</strong>` : '';
	return (
		`<span class="fact">${escapeText(value)}` +
		`<a href="${escapeAttribute(source)}" aria-label="${labels[lang].factSource} ${checked}">` +
		`<time datetime="${checked}">${checked}</time></a>${expired}</span>`
	);
}
