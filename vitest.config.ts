import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a spec may leave to the next one in its process: replaced modules, globals, clocks and listeners. */
const changesProcess =
	/\bvi\.(?:mock|doMock|spyOn|stub\w+|useFakeTimers|setSystemTime)\b|\bprocess\.(?:chdir|env|on|once)\b|\bglobalThis\b/;

const specs = ['src', 'scripts'].flatMap((folder) =>
	readdirSync(here(folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.spec.ts'))
		.map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
);
const isolated = specs.filter((file) => changesProcess.test(readFileSync(here(file), 'utf8')));

// Not in vite.config.ts: tests of pure modules start faster without SvelteKit's plugin.
export default defineConfig({
	resolve: { alias: { $lib: here('./src/lib') } },
	test: {
		environment: 'node',
		// By default Vitest leaves one core free, half of a machine with two, although most tests wait for something.
		maxWorkers: '100%',
		// Tests that try hundreds of values must not fail because the machine does something else too.
		testTimeout: 120_000,
		hookTimeout: 120_000,
		// For the same reason: Vitest itself would wait a second for a condition.
		setupFiles: [here('./tests/support/wait-for-timeout.ts')],
		expect: { poll: { timeout: 15_000 } },
		projects: [
			{
				extends: true,
				test: {
					name: 'shared process',
					// Most of a short spec's time is a new process and the modules that it loads again.
					isolate: false,
					include: ['src/**/*.spec.ts', 'scripts/**/*.spec.ts'],
					exclude: isolated
				}
			},
			{ extends: true, test: { name: 'own process', include: isolated } }
		]
	}
});
