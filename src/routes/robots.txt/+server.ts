import { site } from '$lib/docs/here.ts';
import type { RequestHandler } from './$types';

// It names the sitemap by its absolute address. Without one for the build, it is that of each request.
export const prerender = site.url !== null;

export const GET: RequestHandler = ({ url }) => {
	const lines = [
		'User-agent: *',
		'Disallow: /api/',
		`Sitemap: ${site.url ?? url.origin}/sitemap.xml`,
		''
	];
	return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain' } });
};
