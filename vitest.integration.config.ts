import { defineConfig } from 'vitest/config';
import unit from './vitest.config.ts';

/** Tests that start real servers, processes and clients: slower, so apart from the unit tests. */
export default defineConfig({
	...unit,
	test: {
		...unit.test,
		include: ['tests/**/*.spec.ts'],
		hookTimeout: 60_000,
		// As in playwright.config.ts.
		retry: process.env.CI ? 1 : 0,
		// long runs try the same properties many times as often
		...(process.env.WIRELAB_LONG && { testTimeout: 600_000 })
	}
});
