import { sveltekit } from '@sveltejs/kit/vite';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';
import { downloads } from './src/downloads/vite.ts';
import { hovers } from './src/hovers/vite.ts';
import { parseSite } from './src/lib/docs/site.ts';
import { markdown } from './src/markdown/vite.ts';
import { plainPages } from './src/plain-pages/vite.ts';
import { search } from './src/search/vite.ts';
import { announcerClass } from './src/build/vite-announcer.ts';
import { languageCopies } from './src/build/vite-language.ts';
import { pageLint } from './src/build/vite-page-lint.ts';
import { realtimeHost } from './src/build/vite-realtime.ts';
import { remoteCopies } from './src/build/vite-remote-copies.ts';
import { svelteCache } from './src/build/vite-svelte-cache.ts';

export default defineConfig(({ mode }) => {
	const site = parseSite(loadEnv(mode, process.cwd(), 'PUBLIC_'));
	return {
		// `markdown` compiles .md to Svelte source, so it precedes the Svelte compiler.
		plugins: [
			markdown(site),
			languageCopies(),
			remoteCopies(),
			announcerClass(),
			sveltekit(),
			svelteCache(),
			realtimeHost(),
			downloads(),
			hovers(),
			search(),
			plainPages(site),
			pageLint()
		],
		build: {
			// To print the sizes, Vite would compress every file once more.
			reportCompressedSize: false,
			modulePreload: {
				// Otherwise every page lists the chunks of all pages and demonstrations, to preload one of them.
				resolveDependencies: (_, dependencies, { hostType }) =>
					dependencies.filter((file) => hostType === 'html' || !file.endsWith('.js'))
			},
			rolldownOptions: {
				output: {
					// Otherwise the metadata of each demonstration on several pages is a chunk of a few bytes.
					codeSplitting: {
						groups: [
							// Every page loads these small modules, which compress better together.
							{
								name: 'shell',
								test: /\/lib\/(components\/Page[^/]*\.svelte|ui\/enhance\/store\.ts)$/
							},
							{
								name: 'demo',
								test: /\/demos\/(Demo\.svelte|frame-text(?:\.ja)?\.ts|[^/]+\/meta\.ja\.ts)$/
							},
							// Otherwise what every transport imports is a dozen chunks of a few hundred bytes.
							{
								name: 'room',
								test: /\/lib\/(protocol\/(?!socket-io|sse|connection-fault|cursor|instance|server-figures|session|tutorial)[\w-]+|client\/(backoff|core|http-publish|http-refusal|lifecycle|liveness|outbox|reader|room-client|sender|sequence|state|watch-liveness))\.ts$/
							}
						]
					}
				}
			}
		},
		// Imported only when needed: by demonstrations and examples that come into view, by the search (minisearch)
		// and by DiagramDrawer.svelte (mermaid). If Vite discovers them only then, it reloads the page.
		optimizeDeps: {
			include: ['socket.io-client', 'valibot', 'yjs', 'uqr', 'minisearch', 'mermaid']
		}
	};
});
