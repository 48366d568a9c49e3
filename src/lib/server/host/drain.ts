import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { HostConfig } from '../config.ts';
import { printLine, stderr } from '../output.ts';
import type { ServerSockets } from './server-sockets.ts';

/** The reasons for a shutdown, named as in adapter-node's `sveltekit:shutdown` event. */
type Reason = 'SIGTERM' | 'SIGINT' | 'IDLE';

/** The part of the realtime instance that draining needs. */
export interface Drainable {
	/** Closes all connections. Resolves when they have left. */
	drain(): Promise<void>;
	/** Releases timers and the broker, which would keep the process alive. */
	close(): Promise<void>;
}

/** Long enough for a load balancer to notice that `/readyz` fails before connections are refused. */
const rejectionMs = 1_000;
/** The share of SHUTDOWN_TIMEOUT for draining. The rest is for the end of the process. */
const drainShare = 0.9;

/**
 * Shuts the process down gracefully. At SIGTERM (and SIGINT): `/readyz` fails and all clients are notified at
 * once, new requests get 503 for a second, then the listener closes. When everything has closed, or shortly
 * before SHUTDOWN_TIMEOUT, `sveltekit:shutdown` is emitted. Then the process ends with code 0, which destroys
 * what is still open.
 */
export function drainOnSignal(
	server: Server,
	sockets: ServerSockets,
	realtime: Drainable,
	config: HostConfig
): void {
	let isDraining = false;
	const begin = (reason: Reason) => {
		if (isDraining) return;
		isDraining = true;
		void drain(reason);
	};

	// #region drain
	const drain = async (reason: Reason) => {
		const deadline = performance.now() + config.shutdownTimeoutSeconds * 1_000 * drainShare;
		const leftMs = () => Math.max(0, deadline - performance.now());
		const drained = realtime.drain().catch(report);
		sockets.startDraining();
		// アイドルで終了するときは、拒否するクライアントがいない
		if (reason !== 'IDLE') await wait(Math.min(rejectionMs, leftMs()));
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		sockets.endIdle();
		await within(Promise.all([closed, drained]), leftMs());
		await within(realtime.close().catch(report), leftMs());
		process.exitCode = 0;
		// processの型にこのイベントはない
		EventEmitter.prototype.emit.call(process, 'sveltekit:shutdown', reason);
		// リスナーは残りの時間でクリーンアップし、それでも開いている接続は切断する
		setTimeout(() => process.exit(), leftMs()).unref();
	};
	// #endregion drain

	process.on('SIGTERM', () => begin('SIGTERM'));
	// Listeners that end streams at SIGTERM have to run on Ctrl-C as well.
	process.on('SIGINT', () => {
		begin('SIGINT');
		process.emit('SIGTERM', 'SIGTERM');
	});
	if (config.socketActivation && config.idleTimeoutSeconds > 0) {
		endWhenIdle(sockets, config.idleTimeoutSeconds, () => begin('IDLE'));
	}
}

/** With socket activation systemd restarts the process at the next connection, so it may end when idle. */
function endWhenIdle(sockets: ServerSockets, seconds: number, end: () => void): void {
	let timer: NodeJS.Timeout | undefined;
	sockets.onIdle(() => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			if (sockets.busyCount === 0) end();
		}, seconds * 1_000);
		timer.unref();
	});
}

function report(error: unknown): void {
	printLine(stderr, `Draining failed: ${String(error)}`);
}

/** Settles with `promise`, or after `ms` at the latest. */
async function within(promise: Promise<unknown>, ms: number): Promise<void> {
	const timer = new AbortController();
	const timeout = wait(ms, undefined, timer).catch(() => undefined);
	await Promise.race([promise, timeout]);
	timer.abort();
}
