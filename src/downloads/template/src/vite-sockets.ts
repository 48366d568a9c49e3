import { Server } from 'node:http';
import type { Plugin } from 'vite';

/** 開発中も、Vite と同じポートで WebSocket を受け付ける */
export function sockets(): Plugin {
	return {
		name: 'sockets',
		async configureServer(server) {
			if (!(server.httpServer instanceof Server)) return;
			const module = (await server.ssrLoadModule(
				'/src/realtime.server.ts'
			)) as typeof import('./realtime.server.ts');
			module.realtime.attach(server.httpServer, 'ignore');
		}
	};
}
