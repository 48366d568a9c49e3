import * as v from 'valibot';
import { isScalar, LineCounter, parseDocument, isMap } from 'yaml';
import { ContentError } from './error.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { labels } from './labels.ts';
import { outsideCodeSpans, type Line } from './lines.ts';
import type { Language } from './types.ts';

export const factsFile = 'content/facts.yaml';

const date = v.pipe(v.string(), v.isoDate('must be a date such as 2026-11-22'));
const schema = v.strictObject({
	claim: v.pipe(v.string(), v.nonEmpty()),
	value: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty()),
	source: v.pipe(v.string(), v.url('must be the address where it was read')),
	checked: date,
	expires: date
});

/** Something that will be wrong one day: with its source and the day it was read there. */
export type Fact = v.InferOutput<typeof schema> & { line: number };
export type Facts = ReadonlyMap<string, Fact>;

/** Reads `content/facts.yaml`; throws ContentError naming line, fact and field. */
export function readFacts(yaml: string): Facts {
	const counter = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: counter });
	const broken = document.errors[0];
	if (broken) {
		const line = counter.linePos(broken.pos[0]).line;
		throw new ContentError({ file: factsFile, line }, broken.message.split('\n')[0] ?? '');
	}
	const facts = new Map<string, Fact>();
	if (!isMap(document.contents)) return facts;
	for (const { key, value } of document.contents.items) {
		if (!isScalar(key) || !key.range) continue;
		const name = String(key.value);
		const line = counter.linePos(key.range[0]).line;
		const content: unknown = isMap(value) ? value.toJS(document) : null;
		const result = v.safeParse(schema, content);
		if (!result.success) {
			const [issue] = result.issues;
			const field = [name, issue.path?.[0]?.key].filter((part) => part !== undefined).join('.');
			throw new ContentError({ file: factsFile, line, field }, issue.message);
		}
		facts.set(name, { ...result.output, line });
	}
	return facts;
}

/** Facts that must be read again, on the given day (`2026-11-22`). */
export function expiredFacts(facts: Facts, today: string): [string, Fact][] {
	return [...facts].filter(([, fact]) => fact.expires < today);
}

/** Replaces `[[fact:name]]` by what `put` makes of the fact's HTML. */
export function takeFacts(
	lines: Line[],
	at: { file: string; lang: Language },
	facts: Facts,
	put: (html: string) => string
): Line[] {
	return lines.map((line) => ({
		no: line.no,
		text: outsideCodeSpans(line.text, (part) =>
			part.replace(/\[\[fact:([^\]]*)\]\]/g, (_, name: string) => {
				const fact = facts.get(name);
				if (!fact) {
					throw new ContentError({ file: at.file, line: line.no }, `there is no fact "${name}" in ${factsFile}`);
				}
				return put(factHtml(fact, at.lang));
			})
		)
	}));
}

function factHtml({ value, source, checked }: Fact, lang: Language): string {
	return (
		`<span class="fact">${escapeText(value)}` +
		`<a href="${escapeAttribute(source)}" aria-label="${labels[lang].factSource} ${checked}">` +
		`<time datetime="${checked}">${checked}</time></a></span>`
	);
}
