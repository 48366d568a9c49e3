import { afterEach, expect, test } from 'vitest';
import { expectSaid } from '../symptoms/page.ts';
import { startSite, stopAll } from './site.ts';

afterEach(stopAll);

/** Sends a form as a browser does from a page of https://example.com, through a proxy that tells nothing. */
const post = (port: number) =>
	fetch(`http://127.0.0.1:${port}/nowhere/`, {
		method: 'POST',
		headers: {
			origin: 'https://example.com',
			'content-type': 'application/x-www-form-urlencoded'
		},
		body: 'name=a'
	});

test('a form behind a proxy is cross-site until the site knows its own origin', async () => {
	const site = await startSite();
	const refused = await post(site.port);
	expect(refused.status).toBe(403);
	expectSaid('cross-site-post', await refused.text());

	const told = await startSite({ env: { ORIGIN: 'https://example.com' } });
	expect((await post(told.port)).status).not.toBe(403);
});
