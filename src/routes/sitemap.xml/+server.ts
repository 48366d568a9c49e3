import { canonical } from '$lib/docs/site.ts';
import { site } from '$lib/docs/here.ts';
import { sitemap } from '$lib/docs/sitemap.ts';
import { error } from '@sveltejs/kit';
import { pages } from 'virtual:wirelab/pages';

// A sitemap contains absolute addresses, so it needs the site's own.
export const prerender = site.url !== null;

export function GET(): Response {
	const entries = pages.flatMap(({ path, updated }) => {
		const url = canonical(site, path);
		return url === null ? [] : [{ url, updated }];
	});
	if (entries.length === 0) error(404, 'not found');
	return new Response(sitemap(entries), { headers: { 'content-type': 'application/xml' } });
}
