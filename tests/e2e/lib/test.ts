import { test as base } from 'playwright/test';
import { startHost, type Host, type HostName } from '../../lib/host.ts';

export { expect } from 'playwright/test';

/**
 * The tests' own `test`: each project has one running host, so `page.goto('/…')` reaches it, and a
 * test may stop and start it to see what readers see then. What the host printed during a test that
 * failed is attached to the report.
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
		// A test before this one may have stopped or crashed it.
		if (!host.alive()) await host.start();
		const before = host.output().length;
		await use(host.url);
		if (testInfo.status !== testInfo.expectedStatus) {
			const body = host.output().slice(before);
			await testInfo.attach(`output of ${host.name}`, { body, contentType: 'text/plain' });
		}
	}
});
