import { readFileSync } from 'node:fs';
import adapter from './src/build/adapter.js';
import { cspDirectives } from './src/build/csp.js';

const template = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');

/** @type {import('@sveltejs/kit').Config} */
export default {
	extensions: ['.svelte', '.md'],
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		// prerendered pages hold the hashes of their scripts; src/lib/server/headers.ts says the rest
		csp: { mode: 'hash', directives: cspDirectives(template) },
		// our own origin guard (hooks.server.ts) covers all that is answered on request, GET streams included, and
		// answers as the contract says; SvelteKit's covers forms only and answers before it with plain text
		csrf: { trustedOrigins: ['*'] },
		// for query.live, one of the five transports that this site shows
		experimental: { remoteFunctions: true },
		// the page for unknown addresses is one file, whatever the depth of the address
		paths: { relative: false },
		prerender: { handleHttpError: 'fail', handleMissingId: 'fail' },
		typescript: {
			// SvelteKit's own list has src and tests only; these are programs too.
			config: (config) => ({
				...config,
				include: [
					...config.include,
					'../*.js',
					'../*.ts',
					'../scripts/**/*.js',
					'../scripts/**/*.ts',
					'../bench/**/*.ts'
				],
				// Files of other projects: checked there (tests/downloads, tests/first-steps).
				exclude: [
					...config.exclude,
					'../src/downloads/template',
					'../tests/first-steps/steps',
					'../tests/first-steps/kit-3/probes'
				]
			})
		}
	}
};
