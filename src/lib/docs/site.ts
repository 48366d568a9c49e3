import type { PageInfo } from '../../markdown/types.ts';

/** Addresses that only the operator knows; null when they are not set. */
export interface Site {
	/** Public origin (and base path) of the site, without a trailing slash. */
	url: string | null;
	/** Web address of the repository, without a trailing slash. */
	repository: string | null;
}

function webAddress(name: string, value: string | undefined): string | null {
	if (!value) return null;
	const url = URL.canParse(value) ? new URL(value) : null;
	const isPlain = url !== null && !url.search && !url.hash && !url.username;
	if (!isPlain || !/^https?:$/.test(url.protocol)) {
		throw new Error(
			`${name}=${value}: must be an http or https address without user name, query or fragment`
		);
	}
	return url.href.replace(/\/+$/, '');
}

/**
 * Parses `PUBLIC_SITE_URL` and `PUBLIC_REPO_URL`.
 * @throws Error naming the variable, its value and what is allowed
 */
export function parseSite(env: Readonly<Record<string, string | undefined>>): Site {
	return {
		url: webAddress('PUBLIC_SITE_URL', env.PUBLIC_SITE_URL),
		repository: webAddress('PUBLIC_REPO_URL', env.PUBLIC_REPO_URL)
	};
}

/** Canonical address of a path, or null when the site's own address is not set. */
export const canonical = (site: Site, path: string): string | null =>
	site.url === null ? null : site.url + path;

/** Address at which a reader reports a mistake on a page. */
export const reportUrl = (site: Site, page: PageInfo): string | null =>
	site.repository === null
		? null
		: `${site.repository}/issues/new?title=${encodeURIComponent(`${page.title} (${page.path})`)}`;

/** Address of the page's source; `HEAD` is the default branch, which may have any name. */
export const sourceUrl = (site: Site, page: PageInfo): string | null =>
	site.repository === null ? null : `${site.repository}/blob/HEAD/${page.file}`;
