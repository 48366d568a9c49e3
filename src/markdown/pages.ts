import { ContentError } from './error.ts';
import { takeFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { takeHeadings } from './headings.ts';
import { outsideCodeSpans } from './lines.ts';
import type { Project } from './project.ts';
import { languages, type Language, type PageInfo } from './types.ts';

export const contentFolder = 'content';

/** A page with the ids that links may refer to. */
export interface Outline {
	page: PageInfo;
	anchors: ReadonlySet<string>;
}

/**
 * Reads the content tree: every Markdown file below a language's folder, in reading order (a
 * folder's own page first, then its entries by number). The tree is the only list of pages.
 * Throws ContentError for a folder without `index.md` and a name without a number.
 */
export function readOutlines(project: Project): Outline[] {
	return languages.flatMap((lang) => {
		const folder = `${contentFolder}/${lang}/`;
		return project.exists(folder)
			? readFolder(project, folder, {
					lang,
					path: lang === 'ja' ? '/' : `/${lang}/`,
					order: [],
					parent: null
				})
			: [];
	});
}

interface Place {
	lang: Language;
	path: string;
	order: number[];
	parent: string | null;
}

function readFolder(project: Project, folder: string, place: Place): Outline[] {
	const names = project.list(folder);
	const index = `${folder}index.md`;
	if (!names.includes('index.md')) {
		throw new ContentError({ file: index, line: 1 }, 'every folder of content needs an index.md');
	}
	const below = names
		.filter((name) => name !== 'index.md' && (name.endsWith('/') || name.endsWith('.md')))
		.map((name) => ({ name, ...numbered(name, folder) }))
		.sort((a, b) => a.number - b.number || a.name.localeCompare(b.name));
	const twice = below.find((entry, i) => entry.number === below[i - 1]?.number);
	if (twice)
		throw new ContentError(
			{ file: folder + twice.name, line: 1 },
			'another file in this folder has the same number'
		);

	const inside = below.flatMap(({ name, number, slug }) => {
		const next: Place = {
			lang: place.lang,
			path: `${place.path}${slug}/`,
			order: [...place.order, number],
			parent: place.path
		};
		return name.endsWith('/')
			? readFolder(project, folder + name, next)
			: [readOutline(project, folder + name, next)];
	});
	// A page with `start` keeps the address of its folder, but readers find it first in the section above.
	const starts = inside.filter(({ page }) => page.start && page.depth === place.order.length + 2);
	return [
		readOutline(project, index, place),
		...starts.map(({ page, anchors }) => ({ page: { ...page, parent: place.path }, anchors })),
		...inside.filter((outline) => !starts.includes(outline))
	];
}

function numbered(name: string, folder: string): { number: number; slug: string } {
	const groups = /^(?<number>\d+)-(?<slug>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\/|\.md)$/.exec(name)?.groups;
	if (!groups) {
		throw new ContentError(
			{ file: folder + name, line: 1 },
			'the name must be a number and ASCII words, such as 10-getting-started.md'
		);
	}
	return { number: Number(groups['number']), slug: groups['slug'] ?? '' };
}

function readOutline(project: Project, file: string, place: Place): Outline {
	const { frontmatter, body } = readFrontmatter(project.read(file) ?? '', file);
	const { lines, headings } = takeHeadings(
		takeFences(body, file, () => ''),
		file
	);
	const prose = lines
		.map(({ text }) =>
			outsideCodeSpans(
				text,
				(part) => part,
				() => ''
			)
		)
		.join('\n');
	const page: PageInfo = {
		...frontmatter,
		path: place.path,
		file,
		lang: place.lang,
		depth: place.order.length,
		order: place.order,
		parent: place.parent,
		headings: headings.map(({ id, text, depth }) => ({ id, text, depth })),
		links: [...new Set([...prose.matchAll(/\]\((\/[^)#?\s]*)/g)].map(([, path]) => path ?? ''))],
		updated: project.lastChange(file)
	};
	const explicit = [...prose.matchAll(/^Table(?: cards)?:.*\[#([a-z0-9-]+)\]|\sid="([^"]+)"/gm)];
	const anchors = [
		...headings.map(({ id }) => id),
		...explicit.map(([, table, id]) => table ?? id ?? '')
	];
	const twice = anchors.find((id, i) => anchors.indexOf(id) !== i);
	if (twice !== undefined)
		throw new ContentError({ file, line: 1 }, `the id "${twice}" is given twice`);
	return { page, anchors: new Set(anchors) };
}
