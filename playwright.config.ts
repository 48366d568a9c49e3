import { defineConfig } from 'playwright/test';
import { chromiumFlags, findChromium } from './scripts/lib/chromium.ts';
import { hostNames, type HostName } from './tests/lib/host.ts';

export default defineConfig<object, { hostName: HostName }>({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results/e2e',
	reporter: 'list',
	workers: 2,
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
	// Production runs all tests, dev and preview those of `hosts/` and what depends on the host in each demonstration
	// and example: connecting, sending, a drop and resuming. Each worker has its own server, which no other test
	// disturbs. Two Vite servers would write to one cache.
	projects: hostNames.map((hostName) => ({
		name: hostName,
		use: { hostName },
		...(hostName !== 'production' && {
			workers: 1,
			testIgnore: '**/pages/**',
			grep: [/@every-host/, /hosts[\\/]/]
		})
	}))
});
