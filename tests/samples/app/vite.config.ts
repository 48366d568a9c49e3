import type { Server } from 'node:http';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type PreviewServer, type ViteDevServer } from 'vite';
import { attachRooms } from './server/socket-io.ts';
import { attachChat } from './server/upgrade.ts';

function attach(vite: ViteDevServer | PreviewServer): void {
	const server = vite.httpServer as Server | null; // middlewareModeではnull
	if (!server) return;
	attachChat(server, 'ignore');
	attachRooms(server);
}

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter(),
			compilerOptions: { experimental: { async: true } }, // query.liveに必要
			experimental: { remoteFunctions: true } // query.liveに必要
		}),
		{ name: 'realtime', configureServer: attach, configurePreviewServer: attach }
	]
});
