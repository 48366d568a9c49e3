import { addressOf } from '$lib/docs/address.ts';
import { error } from '@sveltejs/kit';
import type { Component } from 'svelte';
import type { PageLoad } from './$types';

// Only the content: whatever else a page's module says is in the HTML already.
const contents = import.meta.glob<Component>('/content/*/**/*.md', { import: 'default' });
const pages = new Map(Object.entries(contents).map(([file, open]) => [addressOf(file), open]));

export const load: PageLoad = async ({ params }) => {
	const path = params.path === '' ? '/' : `/${params.path.replace(/\/$/, '')}/`;
	const open = pages.get(path);
	if (!open) error(404, 'not found');
	return { path, Content: await open().catch(whenLost) };
};

/**
 * A page whose script does not arrive (offline, or replaced by a newer deployment) is still a page:
 * waiting for ever leaves the server's HTML in place, where an error would wipe it out.
 */
function whenLost(reason: unknown): Promise<never> {
	if (import.meta.env.SSR) throw reason;
	return new Promise(() => undefined);
}
