import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll, type Site } from './site.ts';

afterEach(stopAll);

/** The status of the feed for a page of `origin`: 200, or 403 if the origin is that of another site. */
async function statusFrom(site: Site, origin: string, headers = {}): Promise<number> {
	const response = await fetch(`${site.url}/api/events`, { headers: { origin, ...headers } });
	await response.body?.cancel();
	return response.status;
}

const origin = 'https://example.org';

/** Whether SvelteKit's own origin check for remote functions accepts an origin; it runs before any hook. */
async function isOwn(site: Site, from: string, headers = {}): Promise<boolean> {
	const response = await fetch(`${site.url}/_app/remote/none/none`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: from, ...headers },
		body: '{}'
	});
	return !/cross-site/i.test(await response.text());
}

async function expectOrigin(site: Site, right: string, wrong: string, headers = {}) {
	expect(await statusFrom(site, right, headers)).toBe(200);
	expect(await statusFrom(site, wrong, headers)).toBe(403);
	expect(await isOwn(site, right, headers)).toBe(true);
	expect(await isOwn(site, wrong, headers)).toBe(false);
}

test('P1: without ORIGIN the protocol comes from the socket and the host from the request [settings-origin]', async () => {
	const site = await startSite();
	await expectOrigin(site, site.url, site.url.replace('http:', 'https:'));
});

test('P1: ORIGIN is the only accepted origin [settings-origin]', async () => {
	const site = await startSite({ env: { ORIGIN: origin } });
	await expectOrigin(site, origin, site.url);
});

test('P1: PROTOCOL_HEADER, HOST_HEADER and PORT_HEADER are used if configured [settings-host]', async () => {
	const names = { PROTOCOL_HEADER: 'X-Proto', HOST_HEADER: 'X-Host', PORT_HEADER: 'X-Port' };
	const sent = { 'x-proto': 'https', 'x-host': 'example.org', 'x-port': '8443' };
	const site = await startSite({ env: names });
	await expectOrigin(site, `${origin}:8443`, origin, sent);
	await stopAll();
	const other = await startSite();
	await expectOrigin(other, other.url, `${origin}:8443`, sent);
});

test('P1: of a list, the XFF_DEPTH-th entry from the right is used [settings-proxy-lists]', async () => {
	const names = {
		PROTOCOL_HEADER: 'X-Forwarded-Proto',
		HOST_HEADER: 'X-Forwarded-Host',
		ADDRESS_HEADER: 'X-Forwarded-For',
		XFF_DEPTH: '2'
	};
	const sent = {
		'x-forwarded-proto': 'https,http',
		'x-forwarded-host': 'example.org, inner',
		'x-forwarded-for': '198.51.100.7:50001, 10.0.0.1'
	};
	const site = await startSite({ env: names });
	await expectOrigin(site, origin, 'https://inner', sent);
	const page = await fetch(site.url, { headers: sent });
	expect(page.headers.get('strict-transport-security')).toMatch(/max-age/);
	const unusable = { ...sent, 'x-forwarded-host': 'a/b' };
	for (let n = 0; n < 3; n++) {
		expect((await fetch(`${site.url}/api/nothing`, { headers: unusable })).status).toBe(404);
	}
	await until(() => site.output().includes('"setting":"HOST_HEADER"'), 'the log line');
	expect(site.output().match(/"setting":"HOST_HEADER"/g)).toHaveLength(1);
});

test('P1: ADDRESS_HEADER and XFF_DEPTH determine the client’s address [settings-host]', async () => {
	const site = await startSite({
		env: { ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: '2', MAX_CONNECTIONS_PER_IP: '1' }
	});
	const join = async (forwarded: string) => {
		const address = `${site.url.replace('http', 'ws')}/ws?room=address-abcdefghij0123456789`;
		const ws = new WebSocket(address, { headers: { 'x-forwarded-for': forwarded } });
		let answer: string | number | undefined;
		ws.on('message', (data: Buffer) => {
			if (data.includes('"type":"welcome"')) answer = 'welcome';
		});
		ws.on('close', (code) => (answer = code));
		return until(() => answer, 'welcome or the end');
	};
	expect(await join('9.9.9.9, 1.1.1.1, 10.0.0.1')).toBe('welcome');
	// Entries further left come from the client.
	expect(await join('8.8.8.8, 1.1.1.1, 10.0.0.2')).toBe(1013);
	expect(await join('9.9.9.9, 2.2.2.2, 10.0.0.1')).toBe('welcome');
});

test('P1: BODY_SIZE_LIMIT is the largest body [settings-host]', async () => {
	const post = async (site: Site) => {
		const headers = { 'content-type': 'application/json' };
		const body = JSON.stringify({ name: 'hanako' });
		return fetch(`${site.url}/api/session`, { method: 'POST', headers, body });
	};
	const rejected = await post(await startSite({ env: { BODY_SIZE_LIMIT: '10' } }));
	expect(rejected.status).toBe(413);
	expect(await rejected.json()).toEqual({
		code: 'too_large',
		message: 'The body is longer than this server reads.'
	});
	expect((await post(await startSite({ env: { BODY_SIZE_LIMIT: '1K' } }))).status).toBe(200);
});

test('an empty variable counts as unset, for SvelteKit too', async () => {
	const names = ['ORIGIN', 'BODY_SIZE_LIMIT', 'XFF_DEPTH', 'ADDRESS_HEADER', 'SOCKET_PATH'];
	const site = await startSite({ env: Object.fromEntries(names.map((name) => [name, ''])) });
	expect(await statusFrom(site, site.url)).toBe(200);
});
