import { mergeConfig } from 'vitest/config';
import unit from './vitest.config.ts';

/** Tests that start real servers, processes and clients: slower, so apart from the unit tests. */
const config = mergeConfig(unit, {
	test: { testTimeout: 30_000, hookTimeout: 60_000 }
});
// Set, not merged: merging would append to the unit tests' own list.
config.test = { ...config.test, include: ['tests/**/*.spec.ts'] };

export default config;
