import { expect, it } from 'vitest';
import { request } from './lib/http.ts';
import { recordingLog } from './lib/recording-log.ts';
import { startServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';

const env = {
	PROTOCOL_HEADER: 'X-Forwarded-Proto',
	HOST_HEADER: 'X-Forwarded-Host',
	ADDRESS_HEADER: 'X-Forwarded-For'
};

it('behind chained proxies, readers connect over every transport, and only what the trusted proxies added to a list counts [settings-proxy-lists]', async () => {
	const { lines, log } = recordingLog('info');
	const server = await startServer({ ...env, XFF_DEPTH: '2' }, log);
	const headers = {
		origin: 'https://site.example',
		'x-forwarded-proto': 'https,http',
		'x-forwarded-host': 'site.example, inner.local',
		'x-forwarded-for': '198.51.100.7, 10.0.0.1'
	};
	for (const { connect } of transports) {
		const client = connect(server, { room: 'chained', headers });
		await client.ready();
		client.close();
	}
	const path = '/api/rooms/chained/messages';
	const forged = { ...headers, 'x-forwarded-host': 'evil.example, site.example, inner.local' };
	const evil = { ...forged, origin: 'https://evil.example' };
	expect((await request(server, 'POST', path, { text: 'x' }, headers)).status).toBe(201);
	expect((await request(server, 'POST', path, { text: 'x' }, forged)).status).toBe(201);
	expect((await request(server, 'POST', path, { text: 'x' }, evil)).status).toBe(403);
	await server.close();
	expect(lines.filter((line) => line.includes('x-forwarded-proto'))).toEqual([]);
});

it('an unusable host header is logged once, and requests are accepted as if it were missing', async () => {
	const { lines, log } = recordingLog('info');
	const server = await startServer(env, log);
	const headers = { 'x-forwarded-host': 'a, b/c', 'x-forwarded-for': '10.0.0.1' };
	const path = '/api/rooms/r/messages';
	for (let n = 0; n < 20; n++) {
		const own = { ...headers, origin: server.origin };
		expect((await request(server, 'POST', path, { text: 'x' }, own)).status).toBe(201);
	}
	await server.close();
	const named = lines.filter((line) => line.includes('HOST_HEADER'));
	expect(named).toHaveLength(1);
	expect(JSON.parse(named[0] ?? '')).toMatchObject({ header: 'x-forwarded-host', value: 'a, b/c' });
});
