import type { PageInfo } from '../markdown/types.ts';

/** A page and its text in plain Markdown. */
export interface PlainPage {
	page: PageInfo;
	text: string;
}

/** Path of a page's plain Markdown. */
export const markdownPath = ({ path }: Pick<PageInfo, 'path'>): string => `${path}index.md`;

/**
 * The list of pages for language models (https://llmstxt.org): the site, then the pages of each chapter
 * with links to their Markdown.
 * @param url public address of the site, without a trailing slash; empty for links without a host
 */
export function llmsTxt(pages: readonly PlainPage[], url: string): string {
	const link = ({ page }: PlainPage) =>
		`- [${page.title}](${url}${markdownPath(page)}): ${page.description}`;
	const home = pages.find(({ page }) => page.parent === null);
	const chapters = pages
		.filter(({ page }) => page.parent === home?.page.path)
		.map((chapter) => {
			const { path, title } = chapter.page;
			const below = pages.filter(({ page }) => page.path.startsWith(path));
			return `## ${title}\n\n${below.map(link).join('\n')}`;
		});
	return [
		`# ${home?.page.nav ?? ''}`,
		`> ${home?.page.description ?? ''}`,
		`- [llms-full.txt](${url}/llms-full.txt)`,
		...chapters,
		''
	].join('\n\n');
}

/** All pages in one text, in reading order. */
export function llmsFullTxt(pages: readonly PlainPage[]): string {
	return pages.map(({ text }) => text).join('\n---\n\n');
}
