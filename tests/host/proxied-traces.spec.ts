import { readFileSync } from 'node:fs';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { kinds, programsFor, startProxy, stopProxies } from './proxy.ts';
import { startSite, stopAll } from './site.ts';

afterEach(async () => {
	await stopProxies();
	await stopAll();
});

/** Two readers behind one nginx, by their addresses. Only the first one has a trace. */
const [own, other] = ['127.0.0.1', '127.0.0.2'];
const rounds = 5;
/** How many requests of each reader run at the same time. */
const concurrency = 4;

interface Sent {
	method: string;
	path: string;
	body?: object;
}

/**
 * What a reader sends in a round. Each reader has a room of their own, whose name identifies the reader's requests:
 * a trace masks the texts of others, but not the names of rooms.
 */
const requestsIn = (room: string): Sent[] => [
	{ method: 'POST', path: `/api/rooms/${room}/messages`, body: { text: 'x'.repeat(100) } },
	{ method: 'GET', path: `/api/rooms/${room}/poll?after=none.0` },
	{ method: 'GET', path: `/api/rooms/${room}/unknown` },
	{ method: 'POST', path: `/api/rooms/${room}/messages`, body: { text: 5 } }
];

/** The site behind nginx, which reuses its `keepalive` connections to the site for the requests of all readers. */
async function start(keepalive: number) {
	const { PORT, ORIGIN, ...env } = parseEnv(readFileSync('deploy/wirelab.env', 'utf8'));
	expect([PORT, ORIGIN]).toEqual(['3000', 'https://example.com']);
	const port = await freePort();
	const site = await startSite({ env: { ...env, ORIGIN: `https://localhost:${port}` } });
	const upstream = await TcpProxy.to(site.port);
	onTestFinished(() => upstream.close());
	const edit = (config: string) => {
		const parts = config.split(`proxy_pass http://127.0.0.1:${upstream.port};`);
		expect(parts).toHaveLength(2);
		const group = `upstream site { server 127.0.0.1:${upstream.port}; keepalive ${keepalive}; }`;
		return parts.join('proxy_pass http://site;').replace('http {', `http { ${group}`);
	};
	const { url, ca: file } = await startProxy(kinds.nginx, port, upstream.port, edit);
	const ca = readFileSync(file);
	const trace = await TraceClient.start({ origin: url }, {}, ca);

	/** Sends a request as the reader at an address. Resolves after the whole response. */
	function send(from: string, { method, path, body }: Sent, query = '') {
		const target = `${path}${path.includes('?') ? '&' : '?'}${query}`;
		const headers = body && { 'content-type': 'application/json' };
		return new Promise<string>((resolve, reject) => {
			requestHttps(`${url}${query === '' ? path : target}`, {
				method,
				ca,
				headers,
				localAddress: from,
				family: 4
			})
				.on('response', (response) => void text(response).then(resolve, reject))
				.on('error', reject)
				.end(body && JSON.stringify(body));
		});
	}
	return { trace, upstream, send };
}

/** Checks that exactly `sent` was recorded, each request whole and alone, with one whole response. */
function expectOnly(trace: TraceClient, sent: readonly Sent[]): void {
	const recorded = trace.of('open').map(({ connection }) => {
		const [head = '', ...rest] = trace.bytes(connection, 'in').toString().split('\r\n\r\n');
		const [method, target = ''] = head.split(' ');
		const { length } = /content-length: (?<length>\d+)/i.exec(head)?.groups ?? {};
		expect(rest).toHaveLength(1);
		expect(rest[0]).toHaveLength(Number(length ?? 0));
		const [answer = '', ...bodies] = trace.bytes(connection, 'out').toString().split('\r\n\r\n');
		expect(answer.split('HTTP/1.1 ')).toHaveLength(2);
		if (/transfer-encoding: chunked/i.test(answer)) {
			expect(bodies).toEqual([expect.stringMatching(/^[0-9a-f]+\r\n[^\r]*\r\n0$/), '']);
		} else {
			expect(bodies).toHaveLength(1);
			const size = Number(/content-length: (\d+)/i.exec(answer)?.[1]);
			expect(Buffer.byteLength(bodies[0] ?? '')).toBe(size);
		}
		return `${method} ${target.replace(/[?&]trace=.*/, '')} ${rest[0]}`;
	});
	const expected = sent.map(({ method, path, body }) => {
		return `${method} ${path} ${body ? JSON.stringify(body) : ''}`;
	});
	expect(recorded.toSorted()).toEqual(expected.toSorted());
}

describe.skipIf(programsFor(kinds.nginx) === null)('a trace behind nginx', () => {
	test('has no byte of another reader whose requests use the same connection [trace-bytes, trace-masked]', async () => {
		const { trace, upstream, send } = await start(1);
		const rooms = { own: `own-${randomId(20)}`, other: `other-${randomId(20)}` };
		const sent: Sent[] = [];
		const answers: string[] = [];
		for (let round = 0; round < rounds; round++) {
			for (const [i, request] of requestsIn(rooms.own).entries()) {
				// The other reader sends a request before and after, the second with the id of the trace.
				const otherRequest = requestsIn(rooms.other)[i] ?? request;
				answers.push(await send(other, otherRequest));
				await send(own, request, `trace=${trace.id}`);
				answers.push(await send(other, otherRequest, `trace=${trace.id}`));
				sent.push(request);
			}
		}
		await until(() => trace.of('close').length === sent.length, 'the end of every request');
		// One connection carries the trace itself, the other all requests of both readers.
		expect(upstream.forwarded).toHaveLength(2);
		expectOnly(trace, sent);
		expect(answers.join()).toContain(rooms.other);
		expect(trace.text).toContain(rooms.own);
		expect(trace.text).not.toContain(rooms.other);
		await trace.close();
	});

	test('has no byte of another reader whose requests run at the same time [trace-bytes, trace-masked]', async () => {
		const { trace, upstream, send } = await start(concurrency);
		const rooms = { own: `own-${randomId(20)}`, other: `other-${randomId(20)}` };
		const sent = Array.from({ length: concurrency * rounds }, () => requestsIn(rooms.own)).flat();
		/** Sends one request after the other. */
		const sendAll = async (from: string, room: string, query: string) => {
			for (let round = 0; round < rounds; round++) {
				for (const request of requestsIn(room)) await send(from, request, query);
			}
		};
		await Promise.all(
			Array.from({ length: concurrency }, () => [
				sendAll(own, rooms.own, `trace=${trace.id}`),
				sendAll(other, rooms.other, '')
			]).flat()
		);
		await until(() => trace.of('close').length === sent.length, 'the end of every request');
		// Most requests used a connection that had been used before.
		expect(upstream.forwarded.length).toBeLessThan(sent.length);
		expectOnly(trace, sent);
		expect(trace.text).toContain(rooms.own);
		expect(trace.text).not.toContain(rooms.other);
		await trace.close();
	});
});
