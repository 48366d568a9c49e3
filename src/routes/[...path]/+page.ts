import { contents } from 'virtual:wirelab/contents';
import Still from '$lib/components/Still.svelte';
import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params }) => {
	const path = params.path === '' ? '/' : `/${params.path.replace(/\/$/, '')}/`;
	const open = contents[path];
	if (open) return { path, Content: await open().catch(whenLost) };
	// In the browser this is only asked where the server has found a page.
	if (import.meta.env.SSR || import.meta.env.DEV) error(404, 'not found');
	return { path, Content: Still };
};

/**
 * A page whose script does not arrive (offline, or replaced by a newer deployment) is still a page:
 * waiting for ever leaves the server's HTML in place, where an error would wipe it out.
 */
function whenLost(reason: unknown): Promise<never> {
	if (import.meta.env.SSR) throw reason;
	return new Promise(() => undefined);
}
