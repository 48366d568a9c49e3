import { Server } from 'node:http';
import type { Plugin, ViteDevServer } from 'vite';
import { parseConfig } from '../lib/server/config.ts';
import type { Env } from '../lib/server/env.ts';
import { createFrontHandler } from '../lib/server/host/front-handler.ts';
import { runningRealtime } from '../lib/server/host/running.ts';
import { viteEnvironment } from '../lib/server/host/vite-environment.ts';
import type { Realtime } from '../lib/server/realtime/index.ts';

const startModule = '/src/lib/server/host/start.ts';
type StartModule = typeof import('../lib/server/host/start.ts');

/** Attaches the realtime server to Vite's HTTP server, in development and in preview. */
// #region plugin
export function realtimeHost(): Plugin {
	let env: Env = {};
	let reload = (): Promise<void> => Promise.resolve();

	return {
		name: 'wirelab:realtime',
		config(_, configEnv) {
			env = viteEnvironment(configEnv); // 誤りがあれば1行で表示して終了する
		},

		// 開発(npm run dev)。SvelteKit のミドルウェアより先に実行される
		configureServer: {
			order: 'pre',
			async handler(server) {
				let current: Realtime | undefined;
				reload = async () => {
					// SvelteKit が使うものと同じモジュールを、Vite 経由で読み込む
					const module = (await server.ssrLoadModule(startModule)) as StartModule;
					const next = module.startRealtime(env);
					if (next === current) return;
					// コードが編集された。古い接続は 1012(再起動)で閉じ、新しいリアルタイムサーバーに引き継ぐ
					void current?.close(1012);
					current = next;
					next.offerInstances(['--import', 'tsx', 'src/instance.ts']);
					// 'ignore': HMR の接続は Vite に任せる
					attach(server.httpServer, next, 'ignore');
				};
				await reload();
				server.middlewares.use(createFrontHandler(() => current, parseConfig(env)));
				server.httpServer?.once('close', () => void current?.close());
			}
		},
		async hotUpdate() {
			if (this.environment.name === 'ssr') await reload();
		},

		// ビルドの確認(npm run preview)。リアルタイムサーバーは SvelteKit の init フックが起動済み
		configurePreviewServer(server) {
			const realtime = runningRealtime();
			realtime.offerInstances(['build/instance.js']);
			attach(server.httpServer, realtime, 'reject');
			server.middlewares.use(createFrontHandler(() => realtime, parseConfig(env)));
			server.httpServer.once('close', () => void realtime.close());
		}
	};
}
// #endregion plugin

/**
 * Attaches the realtime server to Vite's HTTP/1.1 server, if there is one. In middleware mode there is none: the
 * program that owns the HTTP server has to call `realtime.attach` itself (V16).
 */
// #region attach
function attach(
	server: ViteDevServer['httpServer'],
	realtime: Realtime,
	unknownPaths: 'ignore' | 'reject'
) {
	if (!(server instanceof Server)) return; // ミドルウェアモードでは null。HTTPS(HTTP/2)にも対応しない
	realtime.attach(server, { unknownPaths });
}
// #endregion attach
