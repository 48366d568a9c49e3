import { readFileSync } from 'node:fs';
import adapter from './src/build/adapter.js';
import { cspDirectives } from './src/build/csp.js';

const template = readFileSync(new URL('./src/app.html', import.meta.url), 'utf8');
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** @type {import('@sveltejs/kit').Config} */
export default {
	extensions: ['.svelte', '.md'],
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		// Prerendered pages contain the hashes of their scripts; src/lib/server/headers.ts sets the rest.
		csp: { mode: 'hash', directives: cspDirectives(template) },
		// The origin guard in hooks.server.ts covers every dynamic response, GET streams included, with the
		// errors of the API. SvelteKit's own check covers forms only, and would reject them first with plain text.
		csrf: { trustedOrigins: ['*'] },
		// All styles that a page needs at first are in its HTML. A file would arrive a round trip later, when the whole
		// page is parsed, so that the first paint would include the whole page. The value
		// is in bytes, and above the size of these styles.
		inlineStyleThreshold: 64 * 1024,
		// For query.live, one of the five transports.
		experimental: { remoteFunctions: true },
		// The default is the time of the build. It is part of a script, so the hashed names of all scripts that import
		// this one, and with them every page, would change with every build. Pages do not check for a new version,
		// since each navigation loads a new document.
		version: { name: version },
		// The page for unknown addresses is one file for addresses of any depth.
		paths: { relative: false },
		prerender: { handleHttpError: 'fail', handleMissingId: 'fail' },
		typescript: {
			// SvelteKit includes src and tests only.
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
				// Files of other projects: checked there (tests/host/downloads.spec.ts, tests/first-steps).
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
