import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { privateRoom } from '../../../src/lib/protocol/room.ts';
import { readMetric } from '../../contract/lib/metrics.ts';
import { expect, test } from '../lib/test.ts';

test('V5: a page of another site cannot open a stream, neither with an image nor with a no-cors fetch [cross-site]', async ({
	page,
	host
}) => {
	const room = privateRoom('cross-site');
	const urls = [
		`/api/rooms/${room}/events`,
		`/api/rooms/${room}/poll`,
		'/api/events',
		'/api/examples/dashboard/events',
		'/socket.io/'
	].flatMap((path) => [`${host.url}${path}?by=image`, `${host.url}${path}?by=fetch`]);
	// The browser hides the responses from the page and from this test, so the test counts them in the server's metrics.
	const refusals = () =>
		readMetric({ origin: host.url }, 'wirelab_rejections_total{reason="forbidden_origin"}');
	const ended = new Set<string>();
	page.on('requestfailed', (request) => ended.add(request.url()));
	page.on('requestfinished', (request) => ended.add(request.url()));
	const before = await refusals();

	// An IP address is a separate site, and requests between loopback addresses require no permission.
	const elsewhere = createServer((_, response) => {
		response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>');
	}).listen(0, '127.0.0.2');
	await once(elsewhere, 'listening');
	await page.goto(`http://127.0.0.2:${String((elsewhere.address() as AddressInfo).port)}/`);
	await page.evaluate((urls) => {
		for (const url of urls) {
			if (url.endsWith('image')) document.body.append(Object.assign(new Image(), { src: url }));
			else void fetch(url, { mode: 'no-cors' });
		}
	}, urls);

	await expect.poll(refusals).toBe(before + urls.length);
	await expect.poll(() => urls.filter((url) => !ended.has(url))).toEqual([]);
	elsewhere.closeAllConnections();
	elsewhere.close();
});
