import { sveltekit } from '@sveltejs/kit/vite';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';
import { downloads } from './src/downloads/vite.ts';
import { hovers } from './src/hovers/vite.ts';
import { parseSite } from './src/lib/docs/site.ts';
import { markdown } from './src/markdown/vite.ts';
import { realtimeHost } from './src/build/vite-realtime.ts';
import { remoteApart } from './src/build/vite-remote-apart.ts';

export default defineConfig(({ mode }) => ({
	// `markdown` turns .md into Svelte source, so it has to come before the Svelte compiler.
	plugins: [
		markdown(parseSite(loadEnv(mode, process.cwd(), 'PUBLIC_'))),
		remoteApart(),
		sveltekit(),
		realtimeHost(),
		downloads(),
		hovers()
	],
	build: {
		modulePreload: {
			// Every page would carry the names of all chunks of all pages and demonstrations, to have one of them
			// fetched a moment earlier.
			resolveDependencies: (_, dependencies, { hostType }) =>
				dependencies.filter((file) => hostType === 'html' || !file.endsWith('.js'))
		},
		rolldownOptions: {
			output: {
				// Titles of demonstrations that several pages show would each be a chunk of a few bytes.
				codeSplitting: {
					groups: [
						{ name: 'demo', test: /\/demos\/(Demo\.svelte|frame-text\.ts|[^/]+\/meta\.ts)$/ }
					]
				}
			}
		}
	},
	// Demonstrations load these when they are seen: found only then, Vite would reload the page under
	// the reader's hands.
	optimizeDeps: { include: ['socket.io-client', 'valibot', 'yjs', 'uqr'] }
}));
