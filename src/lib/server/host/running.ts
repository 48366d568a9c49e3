import { readInstance } from '../realtime/instance.ts';
import type { Realtime } from '../realtime/index.ts';

/**
 * The realtime instance that SvelteKit's `init` hook has created. Read from the global registry, because an
 * import of realtime/index.ts would bundle a second copy of the whole server into the host.
 * @throws Error when SvelteKit has not been started yet
 */
export function runningRealtime(): Realtime {
	const realtime = readInstance();
	if (!realtime) throw new Error("SvelteKit's init hook has not run: import its handler first");
	return realtime;
}
