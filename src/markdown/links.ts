import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { unmaskPlain } from './mask.ts';
import { visit, type Node } from './tree.ts';

/** A link of a page, as the author wrote its address. */
export interface Link {
	href: string;
	line: number;
	/** Whether it is the address of an image. */
	isImage?: true;
}

/**
 * Collects the links and images of a page, and removes the `rel` that mdsvex adds to external links. Rejects
 * an image without a description.
 */
export const links: Feature = {
	render(tree, page) {
		visit(tree, (node) => {
			const line = page.lineOf(node);
			if (node.type === 'html') {
				for (const match of node.value?.matchAll(/<a\s[^>]*?href="([^"]*)"/g) ?? []) {
					page.links.push({ href: unmaskPlain(match[1] ?? ''), line });
				}
			}
			const image = imageOf(node);
			if (image?.alt.trim() === '') {
				const reason = 'the image has no description: write ![what it shows](address)';
				throw new ContentError({ file: page.file, line }, reason);
			}
			if (image) page.links.push({ href: unmaskPlain(image.address), line, isImage: true });
			if (node.url === undefined || (node.type !== 'link' && node.type !== 'definition')) return;
			node.url = unmaskPlain(node.url);
			page.links.push({ href: node.url, line });
			delete node.data;
		});
	}
};

function imageOf({ type, url, alt, value = '' }: Node): { address: string; alt: string } | null {
	if (type === 'image') return { address: url ?? '', alt: alt ?? '' };
	const attributes = type === 'html' ? /<img\s((?:[^>"]|"[^"]*")*)/.exec(value)?.[1] : undefined;
	if (attributes === undefined) return null;
	const attribute = (name: string) =>
		new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
	return { address: attribute('src'), alt: attribute('alt') };
}

/** The targets of links. Paths of pages end with a slash. */
export interface LinkTargets {
	/** The ids in the page at a path; null if there is no page. */
	anchors(path: string): ReadonlySet<string> | null;
	/** Whether a route or a static file is served at a path. */
	isServed(path: string): boolean;
}

/** The broken links and missing images of a page. */
export function brokenLinks(
	page: { path: string; file: string },
	pageLinks: readonly Link[],
	site: LinkTargets
): ContentError[] {
	return pageLinks.flatMap(({ href, line, isImage }) => {
		const reason = isImage ? whyMissing(href, site) : whyBroken(href, page.path, site);
		if (reason === null) return [];
		const what = isImage ? 'image' : 'link';
		return [new ContentError({ file: page.file, line }, `the ${what} ${href} ${reason}`)];
	});
}

function whyMissing(address: string, site: LinkTargets): string | null {
	if (!address.startsWith('/') || address.startsWith('//')) {
		return 'must be the absolute path of a file in static/, such as /screenshot.png';
	}
	return site.isServed(address) ? null : `is missing: there is no file static${address}`;
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
		if (id === null) return 'has a % that is not part of an encoded character: write %25';
		if (anchors.has(id)) return null;
		return `leads to a page without the anchor #${fragment}`;
	}
	if (site.isServed(path)) return null;
	return site.anchors(`${path}/`) ? 'must have a slash at the end of its path' : 'leads nowhere';
}
