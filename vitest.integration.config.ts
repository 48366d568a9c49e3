import { defineConfig } from 'vitest/config';
import unit from './vitest.config.ts';

/** Tests that start real servers, processes and clients: slower, so apart from the unit tests. */
export default defineConfig({
	...unit,
	test: {
		...unit.test,
		projects: undefined,
		include: ['tests/**/*.spec.ts'],
		hookTimeout: 60_000,
		// About one test in three only waits: for a heartbeat, a process or a browser.
		maxWorkers: 3,
		// As in playwright.config.ts.
		retry: process.env.CI ? 1 : 0,
		// Floods are slow on a busy machine, and each wait in a test has its own shorter limit. Long runs try the
		// same properties many times as often.
		testTimeout: process.env.WIRELAB_LONG ? 600_000 : 120_000
	}
});
