import { escapeXml } from './xml.ts';

/** A sitemap of absolute addresses (https://www.sitemaps.org/protocol.html). */
export function sitemap(urls: readonly string[]): string {
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
		...urls.map((url) => `<url><loc>${escapeXml(url)}</loc></url>`),
		'</urlset>',
		''
	].join('\n');
}
