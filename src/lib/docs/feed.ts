import type { PageInfo } from '../../markdown/types.ts';
import { strings } from '../ui/index.ts';
import { canonical, type Site } from './site.ts';
import { escapeXml } from './xml.ts';

const maxEntries = 30;

/**
 * An Atom feed (RFC 4287) of the pages that changed last, newest first. Links are relative if the site's address is
 * not set; ids do not depend on it.
 * @param fallback the time, in ISO 8601, of pages whose last change is unknown
 */
export async function feed(
	pages: readonly PageInfo[],
	site: Site,
	fallback: string
): Promise<string> {
	const { name, tagline } = strings.ja.site;
	const newest = pages
		.map((page) => ({ page, updated: page.updated ?? fallback }))
		.sort((a, b) => Date.parse(b.updated) - Date.parse(a.updated))
		.slice(0, maxEntries);
	const link = (path: string) => escapeXml(canonical(site, path) ?? path);
	const entries = newest.map(
		async ({ page, updated }) => `<entry>
<id>${await pageId(page.path)}</id>
<title>${escapeXml(page.title)}</title>
<updated>${updated}</updated>
<link href="${link(page.path)}"/>
<summary>${escapeXml(page.description)}</summary>
</entry>`
	);
	return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
<id>${await pageId('/feed.xml')}</id>
<title>${escapeXml(`${name} – ${tagline}`)}</title>
<updated>${newest[0]?.updated ?? fallback}</updated>
<link href="${link('/')}"/>
<link rel="self" type="application/atom+xml" href="${link('/feed.xml')}"/>
<author><name>${escapeXml(name)}</name></author>
${(await Promise.all(entries)).join('\n')}
</feed>
`;
}

/** A version 5 UUID (RFC 9562 §5.5) of a path, which does not change if the site moves to another host. */
async function pageId(path: string): Promise<string> {
	const data = new TextEncoder().encode(`wirelab:${path}`);
	const bytes = new Uint8Array(await crypto.subtle.digest('SHA-1', data)).slice(0, 16);
	// The version (5) and the variant (binary 10) of the UUID.
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const groups = [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	];
	return `urn:uuid:${groups.join('-')}`;
}
