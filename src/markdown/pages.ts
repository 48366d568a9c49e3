import { cardAddress } from './card.ts';
import { ContentError, mistakesOf, throwAll } from './error.ts';
import { replaceFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { extractHeadings, type LinedHeading } from './headings.ts';
import { outsideCodeSpans, toLines, toText, type Line } from './lines.ts';
import type { Project } from './project.ts';
import { languages, type Language, type PageInfo } from './types.ts';

export const contentFolder = 'content';

/** A page with the ids that links may refer to. */
export interface Outline {
	page: PageInfo;
	anchors: ReadonlySet<string>;
	/** Mistakes in the page's front matter, headings and ids; the outline has the parts that could be read. */
	mistakes: readonly ContentError[];
}

/**
 * Reads the content tree: every Markdown file below a language's folder, in reading order (a
 * folder's own page first, then its entries by number). The tree is the only list of pages.
 * Throws all mistakes of the tree: folders without `index.md`, names without a number, repeated numbers. The
 * mistakes in a page are in its outline, so that the other pages do not depend on it.
 *
 * @param known the outlines of earlier calls: those of unchanged pages are used again, and new ones are stored here
 */
export function readOutlines(project: Project, known: KnownOutlines = new Map()): Outline[] {
	const mistakes: ContentError[] = [];
	const outlines = languages.flatMap((lang) => {
		const folder = `${contentFolder}/${lang}/`;
		return project.exists(folder)
			? readFolder(project, folder, {
					lang,
					path: lang === 'ja' ? '/' : `/${lang}/`,
					order: [],
					parent: null,
					mistakes,
					known
				})
			: [];
	});
	throwAll(mistakes);
	const pages = outlines.map(({ page }) => page);
	return outlines.map((outline) => {
		const card = cardAddress(project, pages, outline.page);
		return { ...outline, page: { ...outline.page, card } };
	});
}

interface TreePosition {
	lang: Language;
	path: string;
	order: number[];
	parent: string | null;
	/** Where mistakes of the tree are added. */
	mistakes: ContentError[];
	known: KnownOutlines;
}

/** Outlines by the files of their pages, with the text and the position in the tree from which they were read. */
export type KnownOutlines = Map<string, { from: string; outline: Outline }>;

function readFolder(project: Project, folder: string, place: TreePosition): Outline[] {
	const names = project.list(folder);
	const index = `${folder}index.md`;
	if (!names.includes('index.md')) {
		const reason = 'every folder of content needs an index.md';
		place.mistakes.push(new ContentError({ file: index, line: 1 }, reason));
		return [];
	}
	const below = names
		.filter((name) => name !== 'index.md' && (name.endsWith('/') || name.endsWith('.md')))
		.flatMap((name) => {
			const parts = numbered(name);
			if (parts) return [{ name, ...parts }];
			const reason = 'the name must be a number and ASCII words, such as 10-getting-started.md';
			place.mistakes.push(new ContentError({ file: folder + name, line: 1 }, reason));
			return [];
		})
		.sort((a, b) => a.number - b.number || a.name.localeCompare(b.name));
	const twice = below.find((entry, i) => entry.number === below[i - 1]?.number);
	if (twice) {
		const at = { file: folder + twice.name, line: 1 };
		const reason = 'another file in this folder has the same number';
		place.mistakes.push(new ContentError(at, reason));
	}

	const inside = below.flatMap(({ name, number, slug }) => {
		const next: TreePosition = {
			...place,
			path: `${place.path}${slug}/`,
			order: [...place.order, number],
			parent: place.path
		};
		return name.endsWith('/')
			? readFolder(project, folder + name, next)
			: [readOutline(project, folder + name, next)];
	});
	// A page with `start` keeps its address below its folder, but is listed first in the section above.
	const starts = inside.filter(({ page }) => page.start && page.depth === place.order.length + 2);
	return [
		readOutline(project, index, place),
		...starts.map((start) => ({ ...start, page: { ...start.page, parent: place.path } })),
		...inside.filter((outline) => !starts.includes(outline))
	];
}

function numbered(name: string): { number: number; slug: string } | null {
	const groups = /^(?<number>\d+)-(?<slug>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\/|\.md)$/.exec(name)?.groups;
	if (!groups) return null;
	return { number: Number(groups['number']), slug: groups['slug'] ?? '' };
}

function readOutline(project: Project, file: string, place: TreePosition): Outline {
	const source = project.read(file) ?? '';
	const from = JSON.stringify([place.lang, place.path, place.order, place.parent, source]);
	const known = place.known.get(file);
	if (known?.from === from) return known.outline;
	const outline = outlineOf(project, file, source, place);
	place.known.set(file, { from, outline });
	return outline;
}

function outlineOf(project: Project, file: string, source: string, place: TreePosition): Outline {
	const mistakes: ContentError[] = [];
	const attempt = <Value>(step: () => Value, fallback: Value): Value => {
		try {
			return step();
		} catch (error) {
			mistakes.push(...mistakesOf(error));
			return fallback;
		}
	};
	const { frontmatter, body } = attempt(
		() => readFrontmatter(source, file),
		unreadable(source, file)
	);
	const unfenced = attempt(() => replaceFences(body, file, () => ''), body);
	const { lines, headings } = attempt(() => extractHeadings(unfenced, file), {
		lines: unfenced,
		headings: []
	});
	const prose = lines.map(withoutCode);
	const anchors = anchorsIn(prose, headings);
	const twice = anchors.filter(({ id }, i) => anchors.findIndex((a) => a.id === id) !== i);
	// Checked only if there is no other mistake: otherwise the lines may still contain code, or headings whose
	// repeated id is already reported.
	for (const { id, number } of mistakes.length === 0 ? twice : []) {
		mistakes.push(new ContentError({ file, line: number }, `the id "${id}" is given twice`));
	}
	const links = toText(prose).matchAll(/\]\((\/[^)#?\s]*)/g);
	const page: PageInfo = {
		...frontmatter,
		path: place.path,
		file,
		lang: place.lang,
		depth: place.order.length,
		order: place.order,
		parent: place.parent,
		headings: headings.map(({ id, text, depth }) => ({ id, text, depth })),
		links: [...new Set([...links].map(([, path]) => path ?? ''))],
		updated: project.lastChange(file),
		card: null
	};
	return { page, anchors: new Set(anchors.map(({ id }) => id)), mistakes };
}

const withoutCode = ({ number, text }: Line): Line => ({
	number,
	text: outsideCodeSpans(
		text,
		(part) => part,
		() => ''
	)
});

interface Anchor {
	id: string;
	number: number;
}

/** The ids of headings, tables and HTML, and of headings that could not be read because of a mistake. */
function anchorsIn(prose: readonly Line[], headings: readonly LinedHeading[]): Anchor[] {
	const explicit = /^(?:Table(?: cards)?:|#{2,6}\s).*\[#([a-z0-9-]+)\]|\sid="([^"]+)"/g;
	const given = prose.flatMap(({ number, text }) =>
		[...text.matchAll(explicit)].map(([, own, id]): Anchor => ({ number, id: own ?? id ?? '' }))
	);
	return [...headings.map(({ id, line }) => ({ id, number: line })), ...given];
}

/** A page whose front matter has mistakes, for lists of pages and for links to it. */
function unreadable(source: string, file: string): ReturnType<typeof readFrontmatter> {
	return {
		frontmatter: {
			title: file,
			description: '',
			nav: file,
			toc: true,
			layout: 'doc',
			start: false
		},
		body: toLines(source)
	};
}
