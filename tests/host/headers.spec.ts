import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import {
	assess,
	observatoryOrigin,
	parsePolicy,
	scoreOf,
	type Result,
	type Observed
} from './observatory.ts';
import { kinds, programsFor, startProxy, stopProxies, type Proxy } from './proxy.ts';
import { root, startSite, stopAll, type Site } from './site.ts';

const printed = parseEnv(readFileSync('deploy/wirelab.env', 'utf8')) as Record<string, string>;
const room = 'headers-abcdefghij0123456789';
const client = `${root}build/client`;
const asset = (end: string) => {
	const files = readdirSync(client, { recursive: true, encoding: 'utf8' });
	return `/${files.find((file) => file.endsWith(end)) ?? ''}`;
};

interface Probe {
	method?: string;
	path: string;
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

const json = { 'content-type': 'application/json' };
const sessionRequest = {
	path: '/api/session',
	method: 'POST',
	headers: json,
	body: '{"name":"Ada"}'
};

/** One of each kind of response. */
const probes = {
	'the home page': { path: '/', status: 200 },
	'the guide': { path: '/sveltekit/server/websocket-sse/', status: 200 },
	'a page with a query': { path: '/sveltekit/?from=a', status: 200 },
	'a page without its slash': { path: '/sveltekit', status: 308 },
	'a page as Markdown': { path: '/', status: 200, headers: { accept: 'text/markdown' } },
	'an unknown page': { path: '/no/such/page/', status: 404 },
	'an unknown file': { path: '/no-such-file.png', status: 404 },
	'a method that pages lack': { path: '/', method: 'POST', status: 405 },
	'a script': { path: asset('.js'), status: 200 },
	'a style sheet': { path: asset('.css'), status: 200 },
	'a drawing': { path: '/favicon.svg', status: 200 },
	'a picture': { path: asset('.png'), status: 200 },
	'a download': { path: asset('.zip'), status: 200 },
	'the feed': { path: '/feed.xml', status: 200 },
	'the sitemap': { path: '/sitemap.xml', status: 200 },
	'a stream': { path: '/api/events', status: 200 },
	'a room': { path: `/api/rooms/${room}/events`, status: 200 },
	'a new session': { ...sessionRequest, status: 200 },
	'a ticket without a session': { path: '/api/tickets', method: 'POST', status: 401 },
	'a request from another site': {
		path: '/api/session',
		status: 403,
		headers: { origin: 'https://a.example' }
	},
	'an unknown endpoint': { path: '/api/nothing', status: 404 },
	'a method that an endpoint lacks': { path: '/api/session', method: 'PUT', status: 405 },
	'invalid JSON': { ...sessionRequest, body: '{', status: 400 },
	'a body that is too large': { ...sessionRequest, body: 'x'.repeat(70_000), status: 413 },
	'the readiness': { path: '/readyz', status: 200 }
} satisfies Record<string, Probe>;

/** The results that every response should have, except for the cookie of a new session. */
const expectedResults: Partial<Record<string, Result>> = {
	'content-security-policy': ['csp-implemented-with-no-unsafe-default-src-none', 10],
	cookies: ['cookies-not-found', 0],
	'cross-origin-resource-sharing': ['cross-origin-resource-sharing-not-implemented', 0],
	'referrer-policy': ['referrer-policy: strict-origin-when-cross-origin', 5],
	'strict-transport-security': ['hsts-implemented-max-age-at-least-six-months', 0],
	'x-content-type-options': ['x-content-type-options: nosniff', 0],
	'x-frame-options': ['x-frame-options-implemented-via-csp', 5],
	'cross-origin-resource-policy': ['cross-origin-resource-policy: same-origin', 10],
	'cross-origin-embedder-policy': ['cross-origin-embedder-policy: require-corp', 10],
	'cross-origin-opener-policy': ['cross-origin-opener-policy: same-origin', 10]
};

async function ask(proxy: Proxy, { path, method, headers, body }: Probe) {
	const sent = request(`${proxy.url}${path}`, {
		ca: readFileSync(proxy.ca),
		agent: false,
		...(method && { method }),
		headers: { ...headers }
	});
	sent.end(body);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const isPage = response.headers['content-type']?.startsWith('text/html') === true;
	const html = isPage ? await text(response) : '';
	response.destroy();
	const observed: Observed = { headers: response.headers, html };
	return { status: response.statusCode, ...observed };
}

describe.skipIf(programsFor(kinds.nginx) === null)('behind nginx with TLS', () => {
	let proxy: Proxy;

	async function start(env: Record<string, string> = {}): Promise<{ site: Site; proxy: Proxy }> {
		const { PORT, ...settings } = printed;
		const port = await freePort();
		const origin = `https://localhost:${String(port)}`;
		const site = await startSite({ env: { ...settings, ORIGIN: origin, ...env } });
		return { site, proxy: await startProxy(kinds.nginx, port, site.port) };
	}

	beforeAll(async () => void ({ proxy } = await start()), 60_000);
	afterAll(async () => {
		await stopProxies();
		await stopAll();
	});

	test.each(Object.entries<Probe>(probes))(
		'%s has the headers for the highest grade',
		async (name, probe) => {
			const { status, ...observed } = await ask(proxy, probe);
			expect([probe.path, status]).toEqual([probe.path, probe.status]);
			const results = assess(observed);
			const expected = { ...expectedResults };
			if (name === 'a new session') {
				expected['cookies'] = ['cookies-secure-with-httponly-sessions-and-samesite', 5];
			}
			expect(results).toMatchObject(expected);
			expect(results['subresource-integrity'][1]).toBe(0);
			expect(scoreOf(results)).toEqual({
				score: name === 'a new session' ? 155 : 150,
				grade: 'A+'
			});
		}
	);

	test('no response can be read from another origin', async () => {
		for (const probe of [probes['the home page'], probes['a script'], probes['the feed']]) {
			const { headers } = await ask(proxy, { ...probe, headers: { origin: observatoryOrigin } });
			expect(headers).not.toHaveProperty('access-control-allow-origin');
		}
	});

	test('the session cookie is Secure, HttpOnly and SameSite=Lax [session-cookie]', async () => {
		const { headers } = await ask(proxy, probes['a new session']);
		expect(headers['set-cookie']).toEqual([
			expect.stringMatching(
				/^wirelab_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/
			)
		]);
		const [cookie = ''] = (headers['set-cookie'] ?? [])[0]?.split(';') ?? [];
		const ticket = { path: '/api/tickets', method: 'POST', headers: { cookie }, status: 200 };
		expect((await ask(proxy, ticket)).status).toBe(200);
	});

	test('the CSP header of a page contains frame-ancestors and the policy of its meta element', async () => {
		for (const probe of [probes['the guide'], probes['an unknown page']]) {
			const { headers, html } = await ask(proxy, probe);
			const [, meta = ''] =
				/<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html) ?? [];
			const policy = parsePolicy(String(headers['content-security-policy']));
			expect(policy?.get('frame-ancestors')).toEqual(new Set(["'none'"]));
			expect(policy?.get('trusted-types')).toEqual(new Set(['svelte-trusted-html']));
			expect(meta).toContain("script-src 'self' 'sha256-");
			const declared = parsePolicy(meta) ?? new Map<string, ReadonlySet<string>>();
			for (const [name, sources] of declared) expect(policy?.get(name), name).toEqual(sources);
		}
	});

	test('the response to an unexpected error has the same headers', async () => {
		const broken = 'Response.json = () => { throw new Error("unexpected"); };';
		const preload = `--import data:text/javascript,${encodeURIComponent(broken)}`;
		const { proxy } = await start({ NODE_OPTIONS: preload });
		const { status, ...observed } = await ask(proxy, { ...sessionRequest, status: 500 });
		expect(status).toBe(500);
		expect(assess(observed)).toMatchObject(expectedResults);
	});

	test('the response to a request during the shutdown has the same headers', async () => {
		const { site, proxy } = await start({ SHUTDOWN_TIMEOUT: '30' });
		// An open stream keeps the server draining.
		const stream = request(`${proxy.url}/api/events`, { ca: readFileSync(proxy.ca) }).end();
		await once(stream, 'response');
		site.child.kill('SIGTERM');
		await expect
			.poll(async () => (await ask(proxy, { path: '/readyz', status: 503 })).status)
			.toBe(503);
		const { headers } = await ask(proxy, { path: '/', status: 503 });
		expect(assess({ headers, html: '' })).toMatchObject(expectedResults);
		stream.on('error', () => undefined).destroy();
	});
});

test('over plain http there is no HSTS, and the cookie is not Secure', async () => {
	const site = await startSite();
	const { headers } = await fetch(site.url);
	expect(headers.get('strict-transport-security')).toBeNull();
	const { body, ...session } = { ...sessionRequest };
	const opened = await fetch(`${site.url}/api/session`, { ...session, body });
	expect(opened.headers.get('set-cookie')).toMatch(/^wirelab_session=(?!.*Secure)/);
	await stopAll();
});
