import type { PageInfo } from '../../markdown/types.ts';

/** Addresses that only the operator knows; null where none was given, so that none is invented. */
export interface Site {
	/** Public origin (and base path) of the site, without a slash at the end. */
	url: string | null;
	/** Web address of the repository, without a slash at the end. */
	repository: string | null;
}

function webAddress(name: string, value: string | undefined): string | null {
	if (!value) return null;
	let url: URL | undefined;
	if (URL.canParse(value)) url = new URL(value);
	if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
		throw new Error(`${name}=${value}: must be an http or https address without query or fragment`);
	}
	return url.href.replace(/\/+$/, '');
}

/**
 * Reads `PUBLIC_SITE_URL` and `PUBLIC_REPO_URL`.
 * @throws Error naming the variable, its value and what is allowed
 */
export function parseSite(env: Readonly<Record<string, string | undefined>>): Site {
	return {
		url: webAddress('PUBLIC_SITE_URL', env.PUBLIC_SITE_URL),
		repository: webAddress('PUBLIC_REPO_URL', env.PUBLIC_REPO_URL)
	};
}

/** Canonical address of a path, or null where the site does not know its own. */
export const canonical = (site: Site, path: string): string | null =>
	site.url === null ? null : site.url + path;

/** Where the page's source can be read; `HEAD` follows whatever the default branch is called. */
export const sourceUrl = (site: Site, page: PageInfo): string | null =>
	site.repository === null ? null : `${site.repository}/blob/HEAD/${page.file}`;
