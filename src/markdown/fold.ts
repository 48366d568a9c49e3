import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import type { Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';

type TagName = 'Details' | 'Challenge' | 'Solution';

/** An open tag: its name and its line in the author's file. */
interface OpenTag {
	name: TagName;
	line: number;
}

const start = /^\s*<(?<name>Details|Challenge|Solution)\b(?<meta>[^>]*)>\s*$/;
const end = /^\s*<\/(?<name>Details|Challenge|Solution)>\s*$/;
const heading = /^#{1,3}\s/;

/**
 * `<Details title="…">` folds what only some readers need; the browser's search finds text in it, and
 * print shows it. `<Challenge title="…">` is an exercise, and `<Solution>` in it folds the answer. None of them may
 * contain a heading: a link could not scroll to a folded one, and in an exercise it would be in the table of
 * contents without the exercise's own title.
 */
export const folds: Feature = {
	transformLines(lines, page) {
		const open: OpenTag[] = [];
		const rest = lines.flatMap((line) => transformLine(line, page, open));
		const last = open.at(-1);
		if (last) {
			throw new ContentError(
				{ file: page.file, line: last.line },
				`<${last.name}> is never closed`
			);
		}
		return rest;
	},
	exportLine(line, { lang }) {
		if (end.test(line.text)) return [];
		const { name, meta = '' } = start.exec(line.text)?.groups ?? {};
		if (name === undefined) return [line];
		const title = /title="([^"]*)"/.exec(meta)?.[1] ?? '';
		const { challenge, solution } = labels[lang];
		const text = { Details: title, Challenge: `${challenge} ${title}`, Solution: solution }[name];
		return [{ number: line.number, text: `**${text ?? ''}**` }];
	}
};

function transformLine(line: Line, page: Page, open: OpenTag[]): Line[] {
	const at = { file: page.file, line: line.number };
	const last = open.at(-1);
	const opening = start.exec(line.text)?.groups;
	const closing = end.exec(line.text)?.groups;
	if (opening) {
		const name = opening['name'] as TagName;
		const parent = name === 'Solution' ? 'Challenge' : undefined;
		if (last?.name !== parent) {
			const reason = parent ? 'must be directly in <Challenge>' : 'cannot be nested';
			throw new ContentError(at, `<${name}> ${reason}`);
		}
		open.push({ name, line: line.number });
		return block(line, page, openTag(name, opening['meta'] ?? '', page, at));
	}
	if (closing) {
		const name = closing['name'] as TagName;
		if (last?.name !== name) throw new ContentError(at, `no <${name}> is open here`);
		open.pop();
		return block(line, page, name === 'Challenge' ? '</section>' : '</div></details>');
	}
	if (last && heading.test(line.text)) {
		const reason =
			last.name === 'Challenge'
				? 'its own title is not in the table of contents'
				: 'a link cannot scroll to folded text';
		throw new ContentError(at, `<${last.name}> must not contain a heading: ${reason}`);
	}
	return [line];
}

function openTag(name: TagName, meta: string, page: Page, at: { file: string; line: number }) {
	const { challenge, solution } = labels[page.lang];
	if (name === 'Solution') {
		parseMeta(meta, [], at);
		return `<details class="fold solution"><summary>${solution}</summary><div>`;
	}
	const title = parseMeta(meta, ['title'], at).options.get('title') ?? '';
	if (title === '') throw new ContentError({ ...at, field: 'title' }, 'is missing');
	if (name === 'Details') {
		return `<details class="fold"><summary>${inline(title)}</summary><div>`;
	}
	const id = `challenge-${at.line}`;
	return (
		`<section class="challenge" aria-labelledby="${id}"><p class="callout-title" id="${id}">` +
		`<span class="callout-kind">${challenge}</span> ${inline(title)}</p>`
	);
}

/** Titles may contain code spans. */
const inline = (title: string): string =>
	escapeText(title).replace(/`([^`]+)`/g, '<code>$1</code>');

/** The blank lines let Markdown begin and end its own blocks around the tag. */
function block({ number }: Line, page: Page, markup: string): Line[] {
	const blank = { number, text: '' };
	return [blank, { number, text: page.putLive(markup) }, blank];
}
