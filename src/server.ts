// #region server
import { createServer } from 'node:http';
import { answerClientErrors } from './lib/server/host/client-error.ts';
import { ServerSockets } from './lib/server/host/server-sockets.ts';
import { drainOnSignal } from './lib/server/host/drain.ts';
import { checkEnvironment } from './lib/server/host/environment.ts';
import { createFrontHandler } from './lib/server/host/front-handler.ts';
import { listen, serverOptions } from './lib/server/host/listen.ts';
import { notFoundPage } from './lib/server/host/not-found.ts';
import { readPagePolicies } from './lib/server/host/page-policies.ts';
import { runningRealtime } from './lib/server/host/running.ts';
import { guardStandardStreams } from './lib/server/host/standard-streams.ts';

// ログの出力先が壊れても、ブロックも終了もしないようにする
guardStandardStreams();
// 環境変数を検証する。誤りがあれば1行で表示し、何も開始せずに終了する
const config = checkEnvironment();

// SvelteKit の本体。読み込むと hooks.server.ts の init が実行され、リアルタイムのインスタンスが作られる
const { handler } = await import('./handler.js');
const realtime = runningRealtime();

// CSP などのヘッダーを付け、ルームの SSE、ロングポーリング、ヘルスチェックを処理する
const policies = readPagePolicies(import.meta.dirname);
const front = createFrontHandler(() => realtime, config, policies);
// 存在しない URL には、ビルド時に作ったページを404で返す
const refuseUnknown = notFoundPage(import.meta.dirname, policies);

const server = createServer(serverOptions, (request, response) => {
	front(request, response, () => {
		if (sockets.isDraining) return realtime.rejectDraining(request, response);
		if (refuseUnknown(request, response)) return;
		// 残りはページと API。SvelteKit が処理する
		handler(request, response, () => response.writeHead(404).end());
	});
});

// 障害の実験室では、読者ごとに別のプロセスのサーバーを起動する
realtime.offerInstances([`${import.meta.dirname}/instance.js`]);
// WebSocket と Socket.IO も、同じサーバーの同じポートで受け付ける
realtime.attach(server, { unknownPaths: 'reject' });

const sockets = new ServerSockets(server);
answerClientErrors(server, sockets);
// SIGTERM では readyz を503にし、全クライアントに通知してから閉じる
drainOnSignal(server, sockets, realtime, config);
await listen(server, config);
// #endregion server
