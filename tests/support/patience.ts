import { vi } from 'vitest';

/**
 * How long `vi.waitFor` waits where a test says nothing: Vitest's own second is too short on a machine
 * that does something else too, and no setting changes it.
 */
const timeout = 15_000;
const { waitFor } = vi;

vi.waitFor = (condition, options) =>
	waitFor(condition, typeof options === 'number' ? options : { timeout, ...options });
