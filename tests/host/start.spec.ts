import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { sourceStamp, stampFile } from '../../src/build-stamp.js';
import { eventually, root, startSite, stopAll } from './site.ts';

afterEach(stopAll);

const start = [process.execPath, `${root}scripts/start.js`] as const;
const isGone = (url: string) =>
	eventually(
		() =>
			fetch(url).then(
				() => null,
				() => true as const
			),
		'the server to be gone'
	);

describe('npm start', () => {
	beforeAll(() => {
		// else every test here would build for a minute
		const stamp = readFileSync(`${root}build/${stampFile}`, 'utf8');
		if (stamp !== sourceStamp(root, {})) throw new Error('the build is stale: npm run build');
	});

	test('serves a fresh build without building again', async () => {
		const site = await startSite({ command: start });
		expect(site.output()).not.toContain('building');
		expect((await fetch(site.url)).status).toBe(200);
		site.child.kill('SIGTERM');
		await site.ended;
	});

	test.each(['SIGTERM', 'SIGINT'] as const)(
		'hands %s on and ends as the server does',
		async (signal) => {
			const site = await startSite({ command: start });
			site.child.kill(signal);
			expect(await site.ended).toEqual({ code: 0, signal: null });
			await isGone(site.url);
		}
	);

	test('a bad value ends it with the server’s line and code', async () => {
		const site = await startSite({ command: start, env: { PORT: 'x' } }).catch(String);
		expect(site).toContain('Bad environment variable PORT="x"');
	});

	test.runIf(process.platform !== 'win32')(
		'does not outlive the shell in which npm ran it',
		async () => {
			const site = await startSite({ command: ['/bin/sh', '-c', `"${start.join('" "')}"; exit`] });
			expect((await fetch(site.url)).status).toBe(200);
			site.child.kill('SIGKILL');
			await isGone(site.url);
		}
	);
});
