import { vi } from 'vitest';

/**
 * The default timeout of `vi.waitFor`. Vitest's default of one second is too short on a busy machine, and no
 * setting changes it.
 */
const timeout = 15_000;
const { waitFor } = vi;

const waitLonger: typeof waitFor = (condition, options) =>
	waitFor(condition, typeof options === 'number' ? options : { timeout, ...options });

// In a process that runs several specs this file is evaluated for each of them.
if (waitFor.name !== waitLonger.name) vi.waitFor = waitLonger;
