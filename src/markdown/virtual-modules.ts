import type { PageInfo } from './types.ts';
import { contentFolder } from './pages.ts';

const pagesId = 'virtual:wirelab/pages';
const contentsId = 'virtual:wirelab/contents';
export const resolvedPagesId = `\0${pagesId}`;
// A path inside the project instead of a virtual id: only then does SvelteKit in development
// find the styles of what it imports and add them to the HTML. Without them the page shifts when scripts load.
const contentsPath = `/${contentFolder}/contents.js`;

export const resolvedContentsId = (root: string): string => root + contentsPath;

/** The resolved id of one of the modules that list all pages; undefined for any other module. */
export function resolveVirtual(id: string, root: string): string | undefined {
	if (id === pagesId) return resolvedPagesId;
	return id === contentsId || id === contentsPath ? resolvedContentsId(root) : undefined;
}

export function pagesModule(pages: readonly PageInfo[]): string {
	return `export const pages = ${JSON.stringify(pages)};`;
}

export function contentsModule(pages: readonly PageInfo[]): string {
	const entries = pages.map(
		({ path, file }) =>
			`${JSON.stringify(path)}: () => import(${JSON.stringify(`/${file}`)}).then((page) => page.default)`
	);
	return `export const contents = {${entries.join(',\n')}};`;
}

/** In Vite's scan for dependencies the contents list no pages: vite.config.ts names the packages that pages need. */
export const scanPlugin = {
	name: 'wirelab:markdown-scan',
	load: (id: string): string | null => (id.endsWith(contentsPath) ? contentsModule([]) : null)
};
