import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { markdown } from './src/markdown/vite.ts';
import { realtimeHost } from './src/vite-realtime.ts';

export default defineConfig({
	// `markdown` turns .md into Svelte source, so it has to come before the Svelte compiler.
	plugins: [markdown(), sveltekit(), realtimeHost()]
});
