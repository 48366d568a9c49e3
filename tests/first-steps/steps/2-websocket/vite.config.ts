import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { attachWebSocket } from './server/websocket.js';

const realtime: Plugin = {
	name: 'realtime',
	// middlewareModeではhttpServerがnullになる
	configureServer({ httpServer }) {
		if (httpServer) attachWebSocket(httpServer);
	},
	configurePreviewServer({ httpServer }) {
		attachWebSocket(httpServer);
	}
};

export default defineConfig({
	plugins: [sveltekit({ adapter: adapter() }), realtime]
});
