import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { hideByClass } from './vite-announcer.ts';

const kit = createRequire(import.meta.url).resolve('@sveltejs/kit/package.json');
const source = readFileSync(new URL('src/core/sync/write_root.js', `file://${kit}`), 'utf8');

test('the announcer of the installed SvelteKit gets a class instead of its style attribute', () => {
	const hidden = hideByClass(source);
	expect(hidden).toContain('aria-atomic="true" class="visually-hidden">');
	expect(hidden).not.toContain('style="');
});

test('a component without the attribute is rejected', () => {
	expect(() => hideByClass('<div id="svelte-announcer">')).toThrow('no announcer');
});
