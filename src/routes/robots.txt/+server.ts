import { canonical } from '$lib/docs/site.ts';
import { site } from '$lib/docs/here.ts';

export const prerender = true;

export function GET(): Response {
	const map = canonical(site, '/sitemap.xml');
	const lines = ['User-agent: *', 'Disallow: /api/', ...(map ? [`Sitemap: ${map}`] : []), ''];
	return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain' } });
}
