import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { unmaskPlain } from './mask.ts';
import { visit } from './tree.ts';

/** A link of a page, as the author wrote its address. */
export interface Link {
	href: string;
	line: number;
}

/** Collects the links of a page, and removes the `rel` that mdsvex adds to external ones. */
export const links: Feature = {
	render(tree, page) {
		visit(tree, (node) => {
			const line = page.lineOf(node);
			if (node.type === 'html') {
				for (const match of node.value?.matchAll(/<a\s[^>]*?href="([^"]*)"/g) ?? []) {
					page.links.push({ href: unmaskPlain(match[1] ?? ''), line });
				}
			}
			if (node.url === undefined || (node.type !== 'link' && node.type !== 'definition')) return;
			node.url = unmaskPlain(node.url);
			page.links.push({ href: node.url, line });
			delete node.data;
		});
	}
};

/** What links may lead to. Paths of pages end with a slash. */
export interface LinkTargets {
	/** The ids in the page at a path; null if there is no page. */
	anchors(path: string): ReadonlySet<string> | null;
	/** Whether an endpoint or a static file answers at a path. */
	answers(path: string): boolean;
}

/** Throws ContentError for the first broken link of a page. */
export function checkLinks(
	page: { path: string; file: string },
	pageLinks: readonly Link[],
	site: LinkTargets
): void {
	for (const { href, line } of pageLinks) {
		const reason = whyBroken(href, page.path, site);
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

function whyBroken(href: string, from: string, site: LinkTargets): string | null {
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
