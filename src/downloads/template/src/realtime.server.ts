import type { Server } from 'node:http';
import { runEndings } from './lib/examples/kit/at-end.ts';
import { endStreams, onStreamFailure } from './lib/examples/kit/event-stream.ts';
import { ExampleSockets, type OpenSocket } from './lib/examples/kit/sockets.ts';

const openers = import.meta.glob<OpenSocket>('./lib/examples/*/socket.server.ts', {
	eager: true,
	import: 'open'
});
const routes = new Map(
	Object.entries(openers).map(([file, open]) => [
		`/api/examples/${file.split('/').at(-2) ?? ''}/socket`,
		open
	])
);
const failed = (error: unknown) => void process.stderr.write(`${String(error)}\n`);
const sockets = new ExampleSockets({ admit: () => () => undefined, failed });
onStreamFailure(failed);

let refused = 0;

export const realtime = {
	/** 開いている接続、受け取った数、書いた数、断った数 */
	get figures() {
		return { ...sockets.figures, refused };
	},
	/** ページと同じ HTTP サーバーで、WebSocket も受ける */
	attach(server: Server): void {
		server.on('upgrade', (request, socket, head) => {
			const open = routes.get((request.url ?? '').split('?', 1)[0] ?? '');
			if (open === undefined) return; // Vite の HMR など、ほかの持ち主のもの
			socket.on('error', () => socket.destroy());
			// 別のサイトのページからは、つながせない
			const { origin, host } = request.headers;
			if (origin !== undefined && new URL(origin).host !== host) {
				refused++;
				socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
				return;
			}
			sockets.upgrade(request, socket, head, open);
		});
	},
	/** みなを帰す。ブラウザーは少し待って、自分からつなぎ直してくる */
	async end(): Promise<void> {
		sockets.closeAll(1012, () => Math.random() * 2000);
		await runEndings();
		endStreams();
	}
};
