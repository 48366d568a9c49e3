// #region server
import { createServer } from 'node:http';
import { answerClientErrors } from './lib/server/host/client-error.ts';
import { Connections } from './lib/server/host/connections.ts';
import { drainOnSignal } from './lib/server/host/drain.ts';
import { checkEnvironment } from './lib/server/host/environment.ts';
import { createFrontHandler } from './lib/server/host/front-handler.ts';
import { listen, serverOptions } from './lib/server/host/listen.ts';
import { notFoundPage } from './lib/server/host/not-found.ts';
import { runningRealtime } from './lib/server/host/running.ts';
import { guardStandardStreams } from './lib/server/host/standard-streams.ts';

// ログの行き先が壊れても、止まらず、終わらないようにする
guardStandardStreams();
// 環境変数を確かめる。誤りがあれば一行で示し、何も始めずに終わる
const config = checkEnvironment();

// SvelteKit の本体。読み込むと hooks.server.ts の init が動き、リアルタイムの実体ができる
const { handler } = await import('./handler.js');
const realtime = runningRealtime();

// セキュリティヘッダーを付け、部屋の SSE、ロングポーリング、ヘルスチェックに答える
const front = createFrontHandler(() => realtime, config);
// ないアドレスには、ビルドで作った1枚のページを404で返す
const refuseUnknown = notFoundPage(import.meta.dirname);

const server = createServer(serverOptions, (request, response) => {
	front(request, response, () => {
		if (connections.draining) return realtime.rejectDraining(request, response);
		if (refuseUnknown(request, response)) return;
		// 残りはページと API。SvelteKit に渡す
		handler(request, response, () => response.writeHead(404).end());
	});
});

// WebSocket と Socket.IO も、同じサーバーの同じポートで受ける
realtime.attach(server, { foreign: 'end' });

const connections = new Connections(server);
answerClientErrors(server, connections);
// SIGTERM では readyz を落とし、全員に知らせ、それから閉じる
drainOnSignal(server, connections, realtime, config);
await listen(server, config);
// #endregion server
