import { ContentError } from './error.ts';
import { unmaskPlain } from './mask.ts';
import { visit, type Node, type Step } from './tree.ts';

/** A link of a page, as the author wrote its address. */
export interface Link {
	href: string;
	line: number;
}

/** Collects the links of a page, and takes off the `rel` that mdsvex gives foreign ones. */
export function collectLinks(links: Link[], lineOf: (node: Node) => number): Step {
	return () => (tree) =>
		visit(tree, (node) => {
			const line = lineOf(node);
			if (node.type === 'html') {
				for (const match of node.value?.matchAll(/<a\s[^>]*?href="([^"]*)"/g) ?? []) {
					links.push({ href: unmaskPlain(match[1] ?? ''), line });
				}
			}
			if (node.url === undefined || (node.type !== 'link' && node.type !== 'definition')) return;
			node.url = unmaskPlain(node.url);
			links.push({ href: node.url, line });
			delete node.data;
		});
}

/** What the check must know of the site. Paths end with a slash. */
export interface LinkTargets {
	/** The fragments of the page at a path; null where there is no page. */
	anchors(path: string): ReadonlySet<string> | null;
	/** Whether the site answers on a path that is no page: an endpoint or a file. */
	answers(path: string): boolean;
}

/** Throws ContentError for the first link of the page that leads nowhere. */
export function checkLinks(
	page: { path: string; file: string },
	links: Link[],
	site: LinkTargets
): void {
	for (const { href, line } of links) {
		const reason = fault(href, page.path, site);
		if (reason !== null)
			throw new ContentError({ file: page.file, line }, `the link ${href} ${reason}`);
	}
}

function decoded(fragment: string): string | null {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return null;
	}
}

function fault(href: string, from: string, site: LinkTargets): string | null {
	if (/^https?:/.test(href)) return URL.canParse(href) ? null : 'is not a valid address';
	if (href.startsWith('mailto:')) return null;
	if (!/^[/#]/.test(href) || href.startsWith('//'))
		return 'must be an absolute path, #anchor or full address';
	const [, path = '', fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(href) ?? [];
	const anchors = site.anchors(path === '' ? from : path);
	if (anchors) {
		if (fragment === undefined) return null;
		const id = decoded(fragment);
		if (id === null) return 'has a % that begins no encoded character: write %25';
		if (anchors.has(id)) return null;
		return `leads to a page without the anchor #${fragment}`;
	}
	if (site.answers(path)) return null;
	return site.anchors(`${path}/`) ? 'must end with a slash before any #' : 'leads nowhere';
}
