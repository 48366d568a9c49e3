import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { runShutdownTasks } from './lib/server/examples/shutdown-tasks.ts';
import { endStreams, onStreamFailure } from './lib/server/examples/event-stream.ts';
import { ExampleSockets, type OpenSocket } from './lib/server/examples/sockets.ts';

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
const onFailure = (error: unknown) => void process.stderr.write(`${String(error)}\n`);
const sockets = new ExampleSockets({ accept: () => () => undefined, onFailure });
onStreamFailure(onFailure);

let refused = 0;

/** 別のサイトのページからの接続を拒否する。Origin はクライアントが自由に書けるので、URL とは限らない */
function isOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
	if (origin === undefined) return true; // WebSocket の接続には、ブラウザーが必ず Origin を付ける
	return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
	refused++;
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
	socket.once('finish', () => socket.destroy()); // 相手が切断するのを待たない
}

export const realtime = {
	/** 開いている接続、受信、送信、拒否の数 */
	get figures() {
		return { ...sockets.figures, refused };
	},
	/** ページと同じ HTTP サーバーで、WebSocket も受け付ける。開発中は、Vite の HMR の接続に干渉しない */
	attach(server: Server, unknownPaths: 'ignore' | 'reject'): void {
		server.on('upgrade', (request, socket, head) => {
			const open = routes.get((request.url ?? '').split('?', 1)[0] ?? '');
			if (open === undefined && unknownPaths === 'ignore') return;
			socket.on('error', () => socket.destroy());
			if (open === undefined) refuse(socket, '404 Not Found');
			else if (!isOwnPage(request.headers)) refuse(socket, '403 Forbidden');
			else sockets.upgrade(request, socket, head, open);
		});
	},
	/** すべての接続を閉じる。ブラウザーは少し待って再接続する */
	async end(): Promise<void> {
		sockets.closeAll(1012, () => Math.random() * 2000);
		await runShutdownTasks();
		endStreams();
	}
};
