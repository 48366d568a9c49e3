import { addressOf } from '$lib/docs/address.ts';
import { error } from '@sveltejs/kit';
import type { Component } from 'svelte';
import type { Frontmatter } from '../../markdown/types.ts';
import type { PageLoad } from './$types';

interface PageModule {
	default: Component;
	metadata: Frontmatter;
}

const modules = new Map(
	Object.entries(import.meta.glob<PageModule>('/content/*/**/*.md')).map(([file, open]) => [
		addressOf(file),
		open
	])
);

export const load: PageLoad = async ({ params }) => {
	const path = params.path === '' ? '/' : `/${params.path.replace(/\/$/, '')}/`;
	const open = modules.get(path);
	if (!open) error(404, 'not found');
	const { default: Content, metadata } = await open().catch(whenLost);
	return { path, Content, layout: metadata.layout };
};

/**
 * A page whose script does not arrive (offline, or replaced by a newer deployment) is still a page:
 * waiting for ever leaves the server's HTML in place, where an error would wipe it out.
 */
function whenLost(reason: unknown): Promise<never> {
	if (import.meta.env.SSR) throw reason;
	return new Promise(() => undefined);
}
