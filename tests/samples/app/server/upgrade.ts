import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { join } from './chat.ts';
import { isSameOrigin } from './origin.ts';
import { refuse } from './refuse.ts';

/** unknownPathsはほかのパスの扱い。開発中はViteが使うので'ignore'、本番では'reject'にする */
export function attachChat(server: Server, unknownPaths: 'ignore' | 'reject'): void {
	const chat = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });

	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy()); // パスを確認する前に登録する
		const isOurs = request.url?.split('?')[0] === '/ws';
		if (!isOurs && unknownPaths === 'ignore') return;
		if (!isOurs) return refuse(socket, '404 Not Found');
		if (!isSameOrigin(request)) return refuse(socket, '403 Forbidden');
		chat.handleUpgrade(request, socket, head, join);
	});
}
