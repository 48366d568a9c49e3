import { feed } from '$lib/docs/feed.ts';
import { site } from '$lib/docs/here.ts';
import { pages } from 'virtual:wirelab/pages';

export const prerender = true;

export async function GET(): Promise<Response> {
	const japanese = pages.filter(({ lang }) => lang === 'ja');
	const xml = await feed(japanese, site, new Date().toISOString());
	return new Response(xml, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } });
}
