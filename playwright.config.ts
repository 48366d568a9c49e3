import { defineConfig } from 'playwright/test';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.ts';
import type { HostName } from './tests/lib/host.ts';

export default defineConfig<object, { hostName: HostName }>({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results/e2e',
	reporter: 'list',
	// Two tests that mostly wait, and two that work. More of these would only slow each other down.
	workers: 4,
	// A machine that does something else too can fail one test of thousands; `npm test` names those.
	retries: process.env.CI ? 1 : 0,
	forbidOnly: Boolean(process.env.CI),
	timeout: 120_000,
	expect: { timeout: 15_000 },
	use: {
		locale: 'ja-JP',
		timezoneId: 'Asia/Tokyo',
		launchOptions: {
			executablePath: findChromium()?.path,
			// No name but this machine's resolves, so a request to another host cannot succeed. Its second
			// address is another site.
			args: [
				...chromiumFlags,
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2'
			]
		},
		screenshot: 'only-on-failure'
	},
	// Dev and preview run the tests of `hosts/` and what depends on the host: connecting, an upgrade, a restart. Each
	// worker has its own server, which no other test disturbs. Two Vite servers would write to one cache.
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
