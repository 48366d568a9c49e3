import { escapeXml } from './xml.ts';

/** A page with its absolute address and the time of its last change in ISO 8601, where it is known. */
interface SitemapEntry {
	url: string;
	updated: string | null;
}

/** A sitemap (https://www.sitemaps.org/protocol.html). */
export function sitemap(entries: readonly SitemapEntry[]): string {
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
		...entries.map(({ url, updated }) => {
			const changed = updated === null ? '' : `<lastmod>${updated}</lastmod>`;
			return `<url><loc>${escapeXml(url)}</loc>${changed}</url>`;
		}),
		'</urlset>',
		''
	].join('\n');
}
