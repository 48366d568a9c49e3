import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Apart from vite.config.ts: pure modules are tested without SvelteKit's plugin, which starts faster.
export default defineConfig({
	resolve: { alias: { $lib: here('./src/lib') } },
	test: {
		include: ['src/**/*.spec.ts', 'scripts/**/*.spec.ts'],
		environment: 'node',
		// Vitest itself leaves one core free, which on two is half of them: most tests wait for something.
		maxWorkers: '100%',
		// Tests that try hundreds of values must not fail because the machine does something else too.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		// For the same reason: Vitest itself would wait a second for a condition.
		setupFiles: [here('./tests/support/wait-for-timeout.ts')],
		expect: { poll: { timeout: 15_000 } }
	}
});
