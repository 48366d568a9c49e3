import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { curl } from '../../scripts/lib/clients.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../lib/host.ts';
import { kinds, programsFor, startProxy, stopProxies, type Proxy } from './proxy.ts';
import { eventually, startSite, stopAll } from './site.ts';

afterEach(async () => {
	await stopProxies();
	await stopAll();
});

const room = 'proxied-abcdefghij0123456789';
const printed = parseEnv(readFileSync('deploy/wirelab.env', 'utf8')) as Record<string, string>;

describe.each(Object.entries(kinds))('%s with the printed configuration', (_, kind) => {
	const missing = programsFor(kind) === null;

	/** The site behind the proxy, with the printed settings but for where things are on this machine. */
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
		const heard: string[] = [];
		ws.on('message', (data: Buffer) => heard.push(data.toString()));
		ws.on('error', (error) => heard.push(error.message));
		ws.on('close', (code) => heard.push(String(code)));
		return { ws, heard };
	};

	test.skipIf(missing)('S11: events arrive one at a time, over HTTP/2', async () => {
		const { proxy } = await start();
		const session = connectHttp2(proxy.url, { ca: readFileSync(proxy.ca) });
		const stream = session.request({ ':path': '/api/events', 'accept-encoding': 'gzip' });
		const [head] = (await once(stream, 'response')) as [Record<string, string>];
		expect([head[':status'], head['content-encoding']]).toEqual([200, undefined]);
		// Buffered, the first would wait for many more; the stream never ends.
		let text = '';
		stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
		await until(() => text.includes('"connected"'), 'the first event');
		expect(text).not.toContain('"update"');
		await until(() => text.includes('"update"'), 'the second');
		expect(stream.closed).toBe(false);
		session.destroy();
	});

	test.skipIf(missing)(
		'P7: a WebSocket opens, is written to and closes with its code',
		async () => {
			const { proxy } = await start();
			const { ws, heard } = join(proxy);
			await until(() => heard[0]?.includes('"welcome"'), 'the welcome');
			ws.send(JSON.stringify({ type: 'message', text: 'こんにちは', clientId: 'proxied-1' }));
			await until(() => heard.some((event) => event.includes('こんにちは')), 'its own words');
			ws.close(1000);
			await until(() => heard.includes('1000'), 'the close code');
		}
	);

	test.skipIf(missing)('V5: a stranger’s Origin is refused through it as well', async () => {
		const { proxy } = await start();
		const { heard } = join(proxy, { headers: { origin: 'https://evil.example' } });
		await until(() => heard.some((line) => line.includes('403')), 'the refusal');
	});

	test.skipIf(missing)(
		'P5: the limit per address counts readers, not the proxy, and believes no claim',
		async () => {
			const { proxy } = await start({ MAX_CONNECTIONS_PER_IP: '1' });
			const first = join(proxy);
			await until(() => first.heard[0]?.includes('"welcome"'), 'the first');
			const claims = { 'x-forwarded-for': '9.9.9.9' };
			const again = join(proxy, { headers: claims });
			await until(() => again.heard.includes('1013'), 'the refusal');
			const other = join(proxy, { from: '127.0.0.2' });
			await until(() => other.heard[0]?.includes('"welcome"'), 'somebody else');
		}
	);

	test.skipIf(missing)('a server that is gone is an error of the proxy, not silence', async () => {
		const { site, proxy } = await start();
		site.child.kill('SIGKILL');
		await site.ended;
		const { heard } = join(proxy);
		await until(() => heard.some((line) => /50[23]/.test(line)), 'the error');
	});

	test.skipIf(missing || toolForTests(curl) === null)(
		'the printed commands find a working site working',
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
	'HAProxy sends nobody to a server that says it is not ready',
	async () => {
		const site = await startSite({ env: { SHUTDOWN_TIMEOUT: '5' } });
		const proxy = await startProxy(kinds.HAProxy, await freePort(), site.port);
		site.child.kill('SIGTERM');
		const refused = await eventually(async () => {
			const session = connectHttp2(proxy.url, { ca: readFileSync(proxy.ca) });
			session.on('error', () => undefined);
			const stream = session.request({ ':path': '/' });
			const [head] = (await once(stream, 'response')) as [Record<string, unknown>];
			session.destroy();
			// HAProxy's own answer has no name of our server's in it.
			return head[':status'] === 503 ? true : null;
		}, 'the refusal');
		expect(refused).toBe(true);
	}
);
