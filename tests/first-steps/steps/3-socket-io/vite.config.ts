import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from 'vite';
import { attachSocketIo } from './server/socket-io.js';
import { attachWebSocket } from './server/websocket.js';

function attach({ httpServer }: ViteDevServer | PreviewServer) {
	if (!httpServer) return;
	attachWebSocket(httpServer);
	attachSocketIo(httpServer);
}

const realtime: Plugin = {
	name: 'realtime',
	configureServer: attach,
	configurePreviewServer: attach
};

export default defineConfig({
	plugins: [sveltekit({ adapter: adapter() }), realtime]
});
