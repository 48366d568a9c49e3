import { site } from '$lib/docs/here.ts';
import type { RequestHandler } from './$types';

// The sitemap needs an absolute address. If none is set for the build, the origin of each request is used.
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
