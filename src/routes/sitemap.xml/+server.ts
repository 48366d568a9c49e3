import { site } from '$lib/docs/here.ts';
import { sitemap } from '$lib/docs/sitemap.ts';
import { pages } from 'virtual:wirelab/pages';
import type { RequestHandler } from './$types';

// A sitemap needs absolute addresses. If no origin is set for the build, that of each request is used.
export const prerender = site.url !== null;

export const GET: RequestHandler = ({ url }) => {
	const base = site.url ?? url.origin;
	const entries = pages.map(({ path, updated }) => ({ url: base + path, updated }));
	return new Response(sitemap(entries), { headers: { 'content-type': 'application/xml' } });
};
