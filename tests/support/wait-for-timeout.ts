import { vi } from 'vitest';

/**
 * The default timeout of `vi.waitFor`. Vitest's default of one second is too short on a busy machine, and no
 * setting changes it.
 */
const timeout = 15_000;
const { waitFor } = vi;

vi.waitFor = (condition, options) =>
	waitFor(condition, typeof options === 'number' ? options : { timeout, ...options });
