import { expect, it } from 'vitest';
import { closureOf } from './closure.ts';

function closure(entries: string[], files: Record<string, string>) {
	return closureOf(entries, (path) => files[path] ?? null);
}

it('follows imports, type imports, re-exports, dynamic imports and scripts of components, once each', () => {
	const files = {
		'src/lib/x/a.ts': `import { b } from './b.ts'; export * from '../y/c.ts'; import type { D } from '$lib/d.ts';`,
		'src/lib/x/b.ts': `import './a.ts'; const e = import('./E.svelte');`,
		'src/lib/y/c.ts': `import code from './worker.js?raw';`,
		'src/lib/y/worker.js': '',
		'src/lib/d.ts': '',
		'src/lib/x/E.svelte': `<script lang="ts">import F from './F.svelte';</script><p>import './no.ts'</p>`,
		'src/lib/x/F.svelte': '<p></p>'
	};
	expect(closure(['src/lib/x/a.ts'], files)).toEqual({
		files: Object.keys(files).sort(),
		packages: []
	});
});

it('lists packages, but not Node’s modules or SvelteKit’s `$app` and `$types`', () => {
	const text = `import 'ws'; import '@sveltejs/kit/node'; import 'svelte/reactivity'; import 'node:fs';
		import type { RequestHandler } from './$types'; import { browser } from '$app/environment';`;
	expect(closure(['src/a.ts'], { 'src/a.ts': text }).packages).toEqual([
		'@sveltejs/kit',
		'svelte',
		'ws'
	]);
});

it('throws for an import of a file that does not exist', () => {
	expect(() => closure(['src/a.ts'], { 'src/a.ts': `import './b.ts'` })).toThrow(
		'there is no file src/b.ts'
	);
});
