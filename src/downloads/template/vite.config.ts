import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { sockets } from './src/vite-sockets.ts';

export default defineConfig({ plugins: [sveltekit(), sockets()] });
