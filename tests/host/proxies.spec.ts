import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
	createServer,
	get as getHttp,
	type IncomingHttpHeaders,
	type ServerResponse
} from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { get as getHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { curl } from '../../scripts/lib/clients.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';
import { listen } from '../support/listen.ts';
import { kinds, programsFor, startProxy, stopProxies, type Proxy } from './proxy.ts';
import { startSite, stopAll } from './site.ts';

afterEach(async () => {
	await stopProxies();
	await stopAll();
});

const room = 'proxied-abcdefghij0123456789';
const printed = parseEnv(readFileSync('deploy/wirelab.env', 'utf8')) as Record<string, string>;

describe.each(Object.entries(kinds))('%s with the printed configuration', (_, kind) => {
	const missing = programsFor(kind) === null;

	/** The site behind the proxy, with the printed settings except for paths and ports. */
	async function start(env: Record<string, string> = {}) {
		const { PORT, ORIGIN, ...settings } = printed;
		expect([PORT, ORIGIN]).toEqual(['3000', 'https://example.com']);
		const port = await freePort();
		const site = await startSite({
			env: { ...settings, ORIGIN: `https://localhost:${port}`, ...env }
		});
		return { site, proxy: await startProxy(kind, port, site.port) };
	}

	const join = (proxy: Proxy, { from = '127.0.0.1', headers = {} } = {}) => {
		const ws = new WebSocket(`${proxy.url.replace('https', 'wss')}/ws?room=${room}`, {
			ca: readFileSync(proxy.ca),
			localAddress: from,
			headers: { origin: proxy.url, ...headers }
		});
		const received: string[] = [];
		ws.on('message', (data: Buffer) => received.push(data.toString()));
		ws.on('error', (error) => received.push(error.message));
		ws.on('close', (code) => received.push(String(code)));
		return { ws, received };
	};

	test.skipIf(missing)('S11: delivers events one at a time over HTTP/2', async () => {
		const { proxy } = await start();
		const session = connectHttp2(proxy.url, { ca: readFileSync(proxy.ca) });
		const events = { ':path': `/api/rooms/${room}/events`, 'accept-encoding': 'gzip' };
		const [welcome] = (await once(session.request(events), 'data')) as [Buffer];
		expect(welcome.toString()).toContain('event: welcome');
		const stream = session.request({ ':path': '/api/events', 'accept-encoding': 'gzip' });
		const [head] = (await once(stream, 'response')) as [Record<string, string>];
		expect([head[':status'], head['content-encoding']]).toEqual([200, undefined]);
		// With buffering the first event would wait for more; the stream never ends.
		let text = '';
		stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
		await until(() => text.includes('"connected"'), 'the first event');
		expect(text).not.toContain('"update"');
		await until(() => text.includes('"update"'), 'the second');
		expect(stream.closed).toBe(false);
		session.destroy();
	});

	const redirectTest = kind.hasRedirect ? test.skipIf(missing) : undefined;
	redirectTest?.('plain HTTP is redirected to HTTPS', async () => {
		const { proxy } = await start();
		const at = `http://localhost:${proxy.plainPort}/api/session?a=1`;
		const response = await fetch(at, { method: 'POST', redirect: 'manual' });
		const location = new URL(response.headers.get('location') ?? '');
		expect(response.status).toBe(308);
		expect([location.protocol, location.hostname]).toEqual(['https:', 'localhost']);
		expect(location.pathname + location.search).toBe('/api/session?a=1');
	});

	test.skipIf(missing)('P7: a WebSocket opens, sends and closes with its code', async () => {
		const { proxy } = await start();
		const { ws, received } = join(proxy);
		await until(() => received[0]?.includes('"welcome"'), 'the welcome');
		ws.send(JSON.stringify({ type: 'message', text: 'こんにちは', clientId: 'proxied-1' }));
		await until(() => received.some((event) => event.includes('こんにちは')), 'its own message');
		ws.close(1000);
		await until(() => received.includes('1000'), 'the close code');
	});

	test.skipIf(missing)(
		'V5: the origin of another site is rejected through the proxy too',
		async () => {
			const { proxy } = await start();
			const { received } = join(proxy, { headers: { origin: 'https://evil.example' } });
			await until(() => received.some((line) => line.includes('403')), 'the refusal');
		}
	);

	test.skipIf(missing)(
		'P5: the limit per address applies to readers, not to the proxy, and ignores headers that they send',
		async () => {
			const { proxy } = await start({ MAX_CONNECTIONS_PER_IP: '1' });
			const first = join(proxy);
			await until(() => first.received[0]?.includes('"welcome"'), 'the first');
			const forged = { 'x-forwarded-for': '9.9.9.9' };
			const again = join(proxy, { headers: forged });
			await until(() => again.received.includes('1013'), 'the refusal');
			const other = join(proxy, { from: '127.0.0.2' });
			await until(() => other.received[0]?.includes('"welcome"'), 'the other reader');
		}
	);

	test.skipIf(missing)('reports an error if the server is down', async () => {
		const { site, proxy } = await start();
		site.child.kill('SIGKILL');
		await site.ended;
		const { received } = join(proxy);
		await until(() => received.some((line) => /50[23]/.test(line)), 'the error');
	});

	test.skipIf(missing || toolForTests(curl) === null)(
		'the printed commands succeed on a working site',
		async () => {
			const { proxy } = await start();
			const run = (what: string) => {
				const child = spawn('sh', ['deploy/check.sh', what], {
					env: { PATH: process.env.PATH, SITE: proxy.url, CURL_CA_BUNDLE: proxy.ca },
					stdio: ['ignore', 'pipe', 'ignore']
				});
				let output = '';
				child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
				return { child, output: () => output };
			};
			for (const [what, expected] of [
				['sse', '"update"'],
				['resume', 'event: gap'],
				['websocket', 'HTTP/1.1 101 Switching Protocols'],
				['unknown-sid', 'Session ID unknown']
			] as const) {
				const { child, output } = run(what);
				await until(() => output().includes(expected), `${what}: ${expected}`);
				child.kill();
			}
		}
	);
});

test.skipIf(programsFor(kinds.HAProxy) === null)(
	'HAProxy sends no requests to a server that is not ready',
	async () => {
		const site = await startSite({ env: { SHUTDOWN_TIMEOUT: '5' } });
		const proxy = await startProxy(kinds.HAProxy, await freePort(), site.port);
		site.child.kill('SIGTERM');
		await until(async () => {
			const session = connectHttp2(proxy.url, { ca: readFileSync(proxy.ca) });
			session.on('error', () => undefined);
			const stream = session.request({ ':path': '/' });
			const answered = once(stream, 'response') as Promise<[Record<string, unknown>]>;
			// The exchange fails if the server closes the connection in the middle of it.
			const [head] = await answered.catch(() => [null]);
			session.destroy();
			return head?.[':status'] === 503;
		}, 'the rejection');
	}
);

describe.skipIf(programsFor(kinds.nginx) === null)('nginx', () => {
	/** Replaces one line of the printed configuration, which must exist. */
	const replaceLine = (line: string, other: string) => (config: string) => {
		expect(config).toContain(line);
		return config.replace(line, other);
	};
	const withoutTls = replaceLine(' ssl http2;', ';');
	const withoutBufferingHeader = replaceLine('proxy_pass_header X-Accel-Buffering;', '');

	/** A server with a stream that the test writes. */
	async function serveStream() {
		const open = new Set<ServerResponse>();
		const server = createServer((_, response) => {
			response.writeHead(200, {
				'content-type': 'text/event-stream',
				'x-accel-buffering': 'no'
			});
			response.flushHeaders();
			open.add(response);
		});
		const port = await listen(server);
		onTestFinished(() => {
			server.closeAllConnections();
			server.close();
		});
		return {
			port,
			write: (text: string) => open.forEach((response) => response.write(text)),
			end: () => open.forEach((response) => response.end()),
			readers: () => open.size
		};
	}

	function read(port: number, ca?: string) {
		const received = { text: '', headers: {} as IncomingHttpHeaders };
		const get = ca === undefined ? getHttp : getHttps;
		get({ host: 'localhost', port, ...(ca !== undefined && { ca: readFileSync(ca) }) })
			.on('response', (response) => {
				received.headers = response.headers;
				response.on('data', (chunk: Buffer) => (received.text += chunk.toString()));
				response.on('error', () => undefined);
			})
			.on('error', () => undefined);
		return received;
	}

	/** Two proxies in a row, the inner one without TLS, as in a cluster. */
	async function chain(inner: (config: string) => string) {
		const stream = await serveStream();
		const [innerPort, outerPort] = [await freePort(), await freePort()];
		await startProxy(kinds.nginx, innerPort, stream.port, (config) => inner(withoutTls(config)));
		const outer = await startProxy(kinds.nginx, outerPort, innerPort);
		const behindOne = read(innerPort);
		const behindTwo = read(outerPort, outer.ca);
		await until(() => stream.readers() === 2, 'both readers');
		stream.write('data: 1\n\n');
		await until(() => behindOne.text === 'data: 1\n\n', 'the first event behind one');
		return { stream, behindOne, behindTwo };
	}

	test('S11: two proxies in a row deliver events one at a time', async () => {
		const { stream, behindTwo } = await chain((config) => config);
		await until(() => behindTwo.text === 'data: 1\n\n', 'the first event');
		stream.write('data: 2\n\n');
		await until(() => behindTwo.text.endsWith('data: 2\n\n'), 'the second');
	});

	test('S11: an inner proxy that removes X-Accel-Buffering makes the outer one buffer', async () => {
		const { stream, behindOne, behindTwo } = await chain(withoutBufferingHeader);
		expect(behindOne.headers).not.toHaveProperty('x-accel-buffering');
		stream.write('data: 2\n\n');
		await until(() => behindOne.text.endsWith('data: 2\n\n'), 'both events behind one');
		expect(behindTwo.text).toBe('');
		stream.end();
		await until(() => behindTwo.text === 'data: 1\n\ndata: 2\n\n', 'both at once at the end');
	});

	test('P7: worker_connections counts the upstream connections too', async () => {
		const application = new WebSocketServer({ host: '127.0.0.1', port: 0 });
		await once(application, 'listening');
		onTestFinished(() => {
			for (const reader of application.clients) reader.terminate();
			application.close();
		});
		const { port: applicationPort } = application.address() as AddressInfo;
		const port = await freePort();
		const fewConnections = replaceLine('worker_connections 16384', 'worker_connections 24');
		const proxy = await startProxy(kinds.nginx, port, applicationPort, fewConnections);
		const outcomes: string[] = [];
		for (let reader = 0; reader < 16; reader++) {
			const ws = new WebSocket(`wss://localhost:${port}/ws`, {
				ca: readFileSync(proxy.ca)
			});
			ws.on('open', () => outcomes.push('open'));
			ws.on('error', () => outcomes.push('refused'));
			await until(() => outcomes.length === reader + 1, `reader ${reader}`);
		}
		const opened = outcomes.filter((outcome) => outcome === 'open').length;
		expect(opened).toBeGreaterThan(0);
		expect(opened).toBeLessThanOrEqual(24 / 2);
	});
});
