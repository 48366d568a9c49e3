import { parseConfig } from '../config.ts';
import type { Env } from '../env.ts';
import { createRealtime, setRealtime, type Realtime } from '../realtime/index.ts';

let started: Realtime | undefined;

/**
 * The realtime instance of this code, made at the first call. When Vite loads edited code anew, the
 * first call there makes the next instance; the host then closes the one before.
 * @throws ConfigError
 */
export function startRealtime(env: Env): Realtime {
	if (!started) {
		started = createRealtime(parseConfig(env));
		setRealtime(started);
	}
	return started;
}
