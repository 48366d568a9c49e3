import { expect, test as base } from 'playwright/test';
import { startHost, type Host, type HostName } from '../../lib/host.ts';
import { watchPolicy } from './violations.ts';

export { expect } from 'playwright/test';

interface HostFixtures {
	hostName: HostName;
	/** Settings of the host, in addition to the usual ones. A file that uses them gets a host of its own. */
	hostEnv: Record<string, string>;
	host: Host;
}

/**
 * `test` with one running host per worker, which `page.goto('/…')` opens and a test may stop and start. The host's
 * output during a failed test is attached to the report.
 *
 * Every test fails if the content security policy has blocked anything in a page of its context. A test that provokes
 * violations removes them from `violations`.
 */
export const test = base.extend<{ violations: string[] }, HostFixtures>({
	violations: [
		async ({ context }, use) => {
			const violations = await watchPolicy(context);
			await use(violations);
			expect(violations).toEqual([]);
		},
		{ auto: true }
	],
	hostName: ['production', { option: true, scope: 'worker' }],
	hostEnv: [{}, { option: true, scope: 'worker' }],
	host: [
		async ({ hostName, hostEnv }, use) => {
			const host = await startHost(hostName, hostEnv);
			await use(host);
			await host.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	baseURL: async ({ host }, use, testInfo) => {
		// An earlier test may have stopped or crashed the host.
		if (!host.isAlive()) await host.start();
		const before = host.output().length;
		await use(host.url);
		if (testInfo.status !== testInfo.expectedStatus) {
			const body = host.output().slice(before);
			await testInfo.attach(`output of ${host.name}`, { body, contentType: 'text/plain' });
		}
	}
});
