import type { PageInfo } from '../../markdown/types.ts';

/** A page for specs, in which only the tested properties have to be given. */
export function page(path: string, more: Partial<PageInfo> = {}): PageInfo {
	const segments = path.split('/').filter(Boolean);
	const parent = segments.length === 0 ? null : `/${segments.slice(0, -1).join('/')}/`;
	return {
		path,
		file: `content/ja${path}index.md`,
		lang: 'ja',
		depth: segments.length,
		order: [],
		parent: parent === '//' ? '/' : parent,
		headings: [],
		links: [],
		title: path,
		nav: path,
		description: '',
		toc: true,
		layout: 'doc',
		start: false,
		updated: null,
		card: null,
		...more
	};
}
