import { contents } from 'virtual:wirelab/contents';
import Still from '$lib/components/Still.svelte';
import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params }) => {
	const path = params.path === '' ? '/' : `/${params.path.replace(/\/$/, '')}/`;
	const open = contents[path];
	if (open) return { path, Content: await open().catch(keepHtml) };
	// The browser loads only pages that the server has found; its `contents` lack those without live parts.
	if (import.meta.env.SSR || import.meta.env.DEV) error(404, 'not found');
	return { path, Content: Still };
};

/**
 * A page stays readable when its script cannot be loaded (offline, or replaced by a newer deployment): a
 * promise that never settles keeps the server's HTML; an error would replace it.
 */
function keepHtml(reason: unknown): Promise<never> {
	if (import.meta.env.SSR) throw reason;
	return new Promise(() => undefined);
}
