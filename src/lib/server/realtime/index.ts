import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { CloseCode } from '../../protocol/close-codes.ts';
import type { HttpApi } from '../api/http.ts';
import type { Config } from '../config.ts';
import type { ExampleHost } from '../examples/host.ts';
import type { OpenSocket } from '../examples/sockets.ts';
import { readInstance, writeInstance } from './instance.ts';
import { createLog } from './operations/log.ts';
import type { UpgradeRouterOptions } from './routing/upgrade-router.ts';
import { RealtimeServer } from './server.ts';
import type { QueryLiveTransport } from './transports/query-live/index.ts';

export { eventStreamHeaders } from './wire/event-stream.ts';
export type { ApiEvent } from './guards/request.ts';
export type { HttpApi } from '../api/http.ts';

/** `unknownPaths`: `ignore` in development, because Vite's HMR socket is on the same server; otherwise `reject`. */
export type AttachOptions = Pick<UpgradeRouterOptions, 'unknownPaths'>;

/** The realtime server of a process. There is one, in development, preview and production. */
export interface Realtime {
	/** Takes over the upgrades of a server. Unknown paths are ignored or answered with 404. */
	attach(server: Server, options: AttachOptions): void;
	/** Normalizes a request's proxy headers. Called before anything reads them. */
	normalize(req: IncomingMessage): void;
	/** Answers a request on Node's response and returns true, or returns false if SvelteKit has to. */
	handle(req: IncomingMessage, res: ServerResponse): boolean;
	/** Rejects a request while the process drains. */
	rejectDraining(req: IncomingMessage, res: ServerResponse): void;
	/** Makes the responses of SvelteKit's endpoints under `/api`. */
	readonly http: HttpApi;
	/** The server behind the running examples. */
	readonly examples: ExampleHost;
	/** Serves an example's WebSockets at `path`, on servers that are attached later. */
	serveSocket(path: string, open: OpenSocket): void;
	/** Offers servers that readers may break. `program`: the arguments of Node that run src/instance.ts. */
	offerInstances(program: readonly string[]): void;
	/** The source of SvelteKit's `query.live`. */
	readonly queryLive: QueryLiveTransport;
	/** SIGTERM: rejects new connections and closes all others. Resolves when they have left, or after SHUTDOWN_TIMEOUT. */
	drain(): Promise<void>;
	/** Ends everything. Closes connections with `code`, 1012 (restarting) by default, and waits up to a second for them. */
	close(code?: CloseCode): Promise<void>;
}

/**
 * Builds the realtime server. It listens to nothing by itself: `attach` it to an HTTP server.
 * @param logOutput what `log` writes to; its lost lines are counted
 */
export function createRealtime(
	config: Config,
	log = createLog(config),
	logOutput: { readonly lost: number } = { lost: 0 }
): Realtime {
	return new RealtimeServer(config, log, logOutput);
}

/**
 * The process's realtime server.
 * @throws Error if it is not set: `startRealtime` (host/start.ts) sets it before any request
 */
export function getRealtime(): Realtime {
	const realtime = readInstance();
	if (realtime === undefined) throw new Error('The realtime server has not been started.');
	return realtime;
}

/** Sets the process's realtime server; undefined removes it, after a test. */
export function setRealtime(realtime: Realtime | undefined): void {
	writeInstance(realtime);
}
