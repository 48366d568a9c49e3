import { parse } from 'yaml';
import { takeFences } from '../../src/markdown/fences.ts';
import { readFrontmatter } from '../../src/markdown/frontmatter.ts';

/** A section of a page that teaches a trap. */
export interface Section {
	/** Address of the page with the section's anchor. */
	url: string;
	/** The section's heading. */
	title: string;
}

/** An entry of content/traps.yaml. */
export interface Trap {
	severity: 'C' | 'H' | 'M' | 'L';
	/** The mistake, in Japanese. */
	sentence: string;
}

const severities = { C: '重大', H: '高', M: '中', L: '低' };

/** @throws if an entry is not `ID: [C | H | M | L, sentence]` */
export function readTraps(yaml: string): Map<string, Trap> {
	const entries = Object.entries(parse(yaml) as Record<string, unknown>);
	return new Map(
		entries.map(([id, entry]) => {
			const [severity, sentence] = Array.isArray(entry) ? (entry as unknown[]) : [];
			if (!/^[A-Z]\d{1,2}$/.test(id) || !isSeverity(severity) || typeof sentence !== 'string') {
				throw new Error(`content/traps.yaml: ${id} must be [C, H, M or L, a sentence]`);
			}
			return [id, { severity, sentence }];
		})
	);
}

function isSeverity(value: unknown): value is Trap['severity'] {
	return typeof value === 'string' && Object.hasOwn(severities, value);
}

/** The address of a page: `content/ja/10-a/20-b/index.md` is `/a/b/`. */
export function urlOf(path: string): string {
	const parts = path
		.replace(/^content\/ja\//, '')
		.replace(/\.md$/, '')
		.split('/');
	if (parts.at(-1) === 'index') parts.pop();
	return ['', ...parts.map((part) => part.replace(/^\d+-/, '')), ''].join('/').replace('//', '/');
}

// Precedes the options of a block; a private-use character, which no author types.
const block = '\uE020';

/** Which sections of a page teach which traps: by a callout, a counter-example or `（S1、S2）`. */
export function taughtIn(path: string, source: string): { id: string; section: Section }[] {
	const taught: { id: string; section: Section }[] = [];
	let section: Section = { url: urlOf(path), title: 'はじめに' };
	// Only the options of a block are read.
	const lines = takeFences(readFrontmatter(source, path).body, path, ({ meta }) => block + meta);
	for (const { text } of lines) {
		const heading = /^#{2,} (.*) \[#([\w-]+)\]$/.exec(text);
		if (heading) section = { url: `${urlOf(path)}#${heading[2]}`, title: heading[1] ?? '' };
		for (const id of idsIn(text)) taught.push({ id, section });
	}
	return taught;
}

function idsIn(line: string): string[] {
	const callout = /\[!TRAP ([A-Z]\d{1,2})\]/.exec(line)?.[1];
	const counter = /\uE020.*\bcounter=([A-Z]\d{1,2})\b/.exec(line)?.[1];
	const mentions = [...line.matchAll(/（([A-Z]\d{1,2}(?:、[A-Z]\d{1,2})*)）/g)];
	return [callout, counter, ...mentions.flatMap(([, ids]) => ids?.split('、'))].filter(
		(id) => id !== undefined
	);
}

/** The table of traps: ID, mistake, severity, sections that teach it, tests that guard against it. */
export function trapTable(
	traps: Map<string, Trap>,
	sections: Map<string, Section[]>,
	guards: Map<string, Set<string>>
): string {
	const rows = [...traps].map(([id, { severity, sentence }]) => {
		const links = (sections.get(id) ?? []).map(({ url, title }) => `[${title}](${url})`);
		const tests = [...(guards.get(id) ?? [])].map((path) => `\`${path}\``);
		const guard = tests.length > 1 ? `${tests[0] ?? ''}ほか` : (tests[0] ?? '—');
		return `| ${id} | ${sentence} | ${severities[severity]} | ${links.join('、') || '—'} | ${guard} |`;
	});
	return [
		'| 番号 | 誤り | 重大度 | 解説 | テスト |',
		'| --- | --- | --- | --- | --- |',
		...rows
	].join('\n');
}
