import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem } from '../../../protocol/errors.ts';
import { requestsWebSocket, ignoreUpgrade } from './ignore-upgrade.ts';
import { hostFault } from '../guards/host.ts';
import { targetOf } from '../guards/request.ts';
import { rejectUpgrade } from '../wire/reject-upgrade.ts';

/** Takes over the socket of an upgrade request. */
export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeRouterOptions {
	/** The handlers by path. */
	routes: ReadonlyMap<string, UpgradeHandler>;
	/** The handler of a path that is not in `routes`; undefined if there is none. */
	routeOf?(path: string): UpgradeHandler | undefined;
	/** Normalizes a request's proxy headers, before `isAllowed`. */
	normalize(req: IncomingMessage): void;
	/** Returns false to reject the request with 403, before any handshake. */
	isAllowed(req: IncomingMessage): boolean;
	/** Called for an accepted request right before its handler. */
	beforeUpgrade?: UpgradeHandler;
	/** What to do with a path without a handler: leave the socket alone, as Vite's HMR needs, or reject it with 404. */
	unknownPaths: 'ignore' | 'reject';
}

/**
 * Adds one `upgrade` listener for all paths. Independent listeners would all answer the same socket, or close
 * each other's sockets. Returns a function that removes it.
 */
// #region router
export function routeUpgrades(server: Server, options: UpgradeRouterOptions): () => void {
	const onUpgrade: UpgradeHandler = (req, socket, head) => {
		// h2c などと HTTP/1.0 のアップグレードは無視し、通常のリクエストとして処理する(RFC 9110 §7.8)
		if (!requestsWebSocket(req)) return ignoreUpgrade(server, req, socket, head);

		const { path } = targetOf(req);
		const handler = options.routes.get(path) ?? options.routeOf?.(path);

		// 開発中は Vite の HMR も同じサーバーに届くので、担当外のパスは処理しない
		if (handler === undefined && options.unknownPaths === 'ignore') return;

		// リスナーのない error イベントでプロセスが終了する。ハンドシェイクの前から必要
		socket.on('error', destroy);

		if (handler === undefined) return rejectUpgrade(socket, problem('not_found'));

		// Host がない、2つあるなど、HTTP/1.1 として不正なリクエスト
		const message = hostFault(req);
		if (message !== null) return rejectUpgrade(socket, problem('bad_request', { message }));

		options.normalize(req);
		// 他サイトのページは、Cookie 付きでここへ接続できてしまう。判別できるのは Origin だけ
		if (!options.isAllowed(req)) return rejectUpgrade(socket, problem('forbidden_origin'));

		// 読者が求めた通信の記録は、ここから始まる
		options.beforeUpgrade?.(req, socket, head);
		handler(req, socket, head);
	};

	server.on('upgrade', onUpgrade);
	return () => server.off('upgrade', onUpgrade);
}
// #endregion router

function destroy(this: Duplex): void {
	this.destroy();
}
