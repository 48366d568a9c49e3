import { test as base } from 'playwright/test';
import { startHost, type Host, type HostName } from '../../lib/host.ts';

export { expect } from 'playwright/test';

/**
 * `test` with one running host per worker, which `page.goto('/…')` opens and a test may stop and start. The host's
 * output during a failed test is attached to the report.
 */
export const test = base.extend<object, { hostName: HostName; host: Host }>({
	hostName: ['production', { option: true, scope: 'worker' }],
	host: [
		async ({ hostName }, use) => {
			const host = await startHost(hostName);
			await use(host);
			await host.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	],
	baseURL: async ({ host }, use, testInfo) => {
		// An earlier test may have stopped or crashed it.
		if (!host.alive()) await host.start();
		const before = host.output().length;
		await use(host.url);
		if (testInfo.status !== testInfo.expectedStatus) {
			const body = host.output().slice(before);
			await testInfo.attach(`output of ${host.name}`, { body, contentType: 'text/plain' });
		}
	}
});
