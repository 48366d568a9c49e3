import type { OpenSocket } from '../examples/sockets.ts';
import { parseConfig, type Config } from '../config.ts';
import type { Env } from '../env.ts';
import { Output, printLine, stderr, stdout } from '../output.ts';
import { createRealtime, setRealtime, type Realtime } from '../realtime/index.ts';
import { createLog, type Log } from '../realtime/operations/log.ts';

// An example has sockets if it has this file.
const sockets = import.meta.glob<OpenSocket>('../../examples/*/socket.server.ts', {
	eager: true,
	import: 'open'
});

let started: { realtime: Realtime; log: Log } | undefined;

/**
 * The realtime instance of this module, created by the first call. When Vite reloads this module after an edit,
 * the first call in the new copy creates the next instance; the host then closes the previous one.
 * @throws ConfigError
 */
export function startRealtime(env: Env): Realtime {
	if (!started) {
		const config = parseConfig(env);
		const logOutput = new Output(stdout);
		const log = createLog(config, logOutput);
		for (const warning of config.warnings) log.warn(warning);
		log.info(settingsToLog(config), 'starting');
		started = { realtime: createRealtime(config, log, logOutput), log };
		for (const [file, open] of Object.entries(sockets)) {
			const name = file.split('/').at(-2) ?? '';
			started.realtime.serveSocket(`/api/examples/${name}/socket`, open);
		}
		setRealtime(started.realtime);
	}
	return started.realtime;
}

/** The settings that are logged: no secrets, and no passwords in URLs. */
function settingsToLog(config: Config) {
	const { origin, openRooms, requireAuth, rateLimitMessages } = config;
	const { maxConnections, maxConnectionsPerIp, maxRooms } = config;
	return {
		broker: config.redisUrl === null ? 'memory' : 'redis',
		...{ origin, openRooms, requireAuth, rateLimitMessages },
		...{ maxConnections, maxConnectionsPerIp, maxRooms }
	};
}

/** Logs an unexpected error of a page or endpoint. */
export function logUnexpected(error: unknown, route: string | null): void {
	if (started) started.log.error({ err: error, route }, 'unexpected error');
	else printLine(stderr, String(error instanceof Error ? error.stack : error));
}
