import { replaceFences } from '../../src/markdown/fences.ts';
import { readFrontmatter } from '../../src/markdown/frontmatter.ts';
import { labels } from '../../src/markdown/labels.ts';
import type { PageInfo } from '../../src/markdown/types.ts';
import { severities, type Severity, type Trap } from '../../src/markdown/traps.ts';

/** A section of a page that teaches a trap. */
export interface Section {
	/** Address of the page with the section's anchor. */
	url: string;
	/** The section's heading; before the first heading, the page's name. */
	title: string;
	/** The page's name. */
	page: string;
}

/** A trap that a section mentions. */
export interface TrapMention {
	id: string;
	section: Section;
	/** Whether a callout of the section explains the trap. */
	isExplained: boolean;
}

// Marks where a block's options begin. It is a private-use character, so no author types it.
const optionsMarker = '\uE020';

/** Finds the traps that a page mentions in a callout, a counter-example or `（S1、S2）`. */
export function findMentions(
	{ file, path, nav }: Pick<PageInfo, 'file' | 'path' | 'nav'>,
	source: string
): TrapMention[] {
	const found: TrapMention[] = [];
	let section: Section = { url: path, title: nav, page: nav };
	const { body } = readFrontmatter(source, file);
	// Of a code block, only the options are searched.
	const lines = replaceFences(body, file, ({ meta }) => optionsMarker + meta);
	for (const { text } of lines) {
		const heading = /^#{2,} (.*) \[#([\w-]+)\]$/.exec(text);
		if (heading) section = { url: `${path}#${heading[2]}`, title: heading[1] ?? '', page: nav };
		const callout = /\[!TRAP ([A-Z]\d{1,2})\]/.exec(text)?.[1];
		if (callout) found.push({ id: callout, section, isExplained: true });
		for (const id of inlineMentions(text)) found.push({ id, section, isExplained: false });
	}
	return found;
}

function inlineMentions(line: string): string[] {
	const counter = /\uE020.*\bcounter=([A-Z]\d{1,2})\b/.exec(line)?.[1];
	const plain = line.replace(/\[([A-Z]\d{1,2})\]\([^)]*\)/g, '$1'); // an ID may be a link
	const mentions = [...plain.matchAll(/（([A-Z]\d{1,2}(?:、[A-Z]\d{1,2})*)）/g)];
	return [counter, ...mentions.flatMap(([, ids]) => ids?.split('、'))].filter(
		(id) => id !== undefined
	);
}

const linksPerTrap = 3;

/** At most `linksPerTrap` sections to link to for a trap: those that explain it first, without duplicates. */
export function linksTo(id: string, mentions: readonly TrapMention[]): Section[] {
	const own = mentions.filter((mention) => mention.id === id);
	const ordered = [...own.filter((n) => n.isExplained), ...own.filter((n) => !n.isExplained)];
	// A Map keeps the position at which a key was first set.
	return [...new Map(ordered.map(({ section }) => [section.url, section])).values()].slice(
		0,
		linksPerTrap
	);
}

/** The text of a link: the heading, preceded by the page's name if several sections have the same heading. */
function linkText({ title, page }: Section, mentions: readonly TrapMention[]): string {
	const same = mentions.filter(({ section }) => section.title === title);
	const isRepeated = new Set(same.map(({ section }) => section.url)).size > 1;
	return isRepeated && title !== page ? `${page}：${title}` : title;
}

/** The traps as Markdown, a table for each severity: ID, mistake, sections, the first file with a test. */
export function trapTables(
	traps: Map<string, Trap>,
	mentions: readonly TrapMention[],
	testsByTrap: Map<string, Set<string>>
): string {
	return severities
		.map((severity) => {
			const own = [...traps].filter(([, trap]) => trap.severity === severity);
			const rows = own.map(([id, { sentence }]) => {
				const links = linksTo(id, mentions).map(
					(section) => `[${linkText(section, mentions)}](${section.url})`
				);
				const tests = [...(testsByTrap.get(id) ?? [])].map((path) => `\`${path}\``);
				const test = tests.length > 1 ? `${tests[0] ?? ''}ほか` : (tests[0] ?? '—');
				return `| ${id} | ${sentence} | ${links.join('、') || '—'} | ${test} |`;
			});
			return [heading(severity, own.length), ...head(severity), ...rows].join('\n');
		})
		.join('\n\n');
}

function heading(severity: Severity, count: number): string {
	return `### ${labels.ja.severity[severity]}（${String(count)}件） [#${severity}]\n`;
}

function head(severity: Severity): string[] {
	return [
		`Table cards: 重大度が「${labels.ja.severity[severity]}」の落とし穴 [#table-${severity}]`,
		'',
		'| 番号 | 誤り | 解説 | テスト |',
		'| --- | --- | --- | --- |'
	];
}
