import { defineConfig } from 'playwright/test';
import { chromium, chromiumFlags } from './scripts/lib/chromium.ts';
import { findTool } from './scripts/lib/tools.ts';
import type { HostName } from './tests/lib/host.ts';

export default defineConfig<object, { hostName: HostName }>({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results/e2e',
	reporter: 'list',
	// Two tests that mostly wait, and two that work. More working tests would only slow each other down.
	workers: 4,
	// On a busy machine one test of thousands may fail. `npm test` names those that passed the second time.
	retries: process.env.CI ? 1 : 0,
	forbidOnly: Boolean(process.env.CI),
	timeout: 120_000,
	expect: { timeout: 15_000 },
	use: {
		locale: 'ja-JP',
		timezoneId: 'Asia/Tokyo',
		launchOptions: {
			executablePath: findTool(chromium)?.path,
			// Only these two addresses can be reached, so a request to another host cannot succeed. Tests use
			// 127.0.0.2 as another site.
			args: [
				...chromiumFlags,
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2'
			]
		},
		screenshot: 'only-on-failure'
	},
	// Dev and preview run the tests of `hosts/` and what depends on the host: connecting, an upgrade, a restart. Dev
	// also runs the tests tagged `@dev` or `@only-dev`. Each worker has its own server, which no other test disturbs.
	// Dev has one worker, because two development servers would write to one cache.
	projects: [
		{
			name: 'waiting',
			use: { hostName: 'production' },
			workers: 2,
			grep: /@waits/
		},
		{
			name: 'dev',
			use: { hostName: 'dev' },
			workers: 1,
			testIgnore: '**/pages/**',
			grep: [/@every-host/, /@(only-)?dev/, /hosts[\\/]/]
		},
		{
			name: 'preview',
			use: { hostName: 'preview' },
			workers: 1,
			testIgnore: '**/pages/**',
			grep: [/@every-host/, /hosts[\\/]/]
		},
		{
			name: 'production',
			use: { hostName: 'production' },
			workers: 2,
			grepInvert: [/@waits/, /@only-dev/]
		}
	]
});
