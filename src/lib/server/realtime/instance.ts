import type { Realtime } from './index.ts';

/**
 * The process's realtime server, for everything that runs in it.
 *
 * SvelteKit's server code and the production entry are bundled separately, so each has its own copy of
 * every module; a key of the global symbol registry is the same for both. ESLint forbids `globalThis` in the
 * rest of src, except in tests.
 */
// #region instance
const key = Symbol.for('wirelab.realtime');
const registry = globalThis as typeof globalThis & { [key]?: Realtime | undefined };

export function readInstance(): Realtime | undefined {
	return registry[key];
}

export function writeInstance(realtime: Realtime | undefined): void {
	registry[key] = realtime;
}
// #endregion instance
