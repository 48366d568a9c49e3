import { once } from 'node:events';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseServerEvent } from '../../src/lib/protocol/server-event.ts';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll, tcp, type Site } from './site.ts';

afterEach(stopAll);

const room = 'drain-abcdefghij0123456789';

/** Opens a WebSocket in a room and collects its events. */
async function join(site: Site) {
	const ws = new WebSocket(`${site.url.replace('http', 'ws')}/ws?room=${room}`);
	const events: unknown[] = [];
	ws.on('message', (data: Buffer) => events.push(parseServerEvent(data.toString())));
	const closed = once(ws, 'close').then(([code]) => code as number);
	await until(() => events.length > 0, 'the welcome');
	return { ws, events, closed };
}

async function openStream(site: Site, path = '/api/events') {
	const response = await fetch(`${site.url}${path}`);
	const reader = response.body?.getReader();
	if (!reader) throw new Error('no stream');
	await reader.read();
	return reader;
}

/** The status of a page; null when the port is closed. */
async function status(site: Site, path = '/', headers = {}): Promise<number | null> {
	const response = await fetch(`${site.url}${path}`, {
		headers: { connection: 'close', ...headers }
	}).catch(() => null);
	await response?.body?.cancel();
	return response?.status ?? null;
}

/** The statuses of consecutive requests, until the port is closed. */
async function statuses(site: Site): Promise<number[]> {
	const seen: number[] = [];
	for (;;) {
		const answer = await status(site);
		if (answer === null) return seen;
		seen.push(answer);
	}
}

/** Resolves when the site rejects requests. */
async function untilDraining(site: Site): Promise<void> {
	await until(async () => (await status(site)) === 503, 'a rejection');
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
	test('P2: the server notifies all clients, rejects requests for a second, closes the listener and exits with 0 within 5 s [sigterm]', async () => {
		const site = await startSite();
		const member = await join(site);
		const stream = await openStream(site);
		const example = await openStream(site, '/api/examples/dashboard/events');
		const socket = io(site.url, { reconnection: false, transports: ['websocket'] });
		await until(() => socket.connected, 'Socket.IO');
		const startedAt = performance.now();
		const elapsed = () => performance.now() - startedAt;
		site.child.kill(signal);
		// Requests are sent continuously: even on a busy machine, the server rejects them for only a second.
		const answers = statuses(site);

		expect(await member.closed).toBe(1012);
		expect(member.events.at(-1)).toMatchObject({ type: 'closing', code: 1012 });
		for (const reader of [stream, example]) while (!(await reader.read()).done);
		await until(() => !socket.connected, 'the end of Socket.IO');

		expect(await answers).toContain(503);
		expect(elapsed()).toBeGreaterThan(950);
		expect(await site.ended).toEqual({ code: 0, signal: null });
		expect(elapsed()).toBeLessThan(5_000);
	});
});

describe('while draining', () => {
	test('a rejection has the API’s format and a retry time [error-503]', async () => {
		const site = await startSite();
		site.child.kill('SIGTERM');
		await untilDraining(site);
		const { socket, received } = await tcp(site.port);
		socket.write('GET /guide/ HTTP/1.1\r\nHost: a\r\n\r\n');
		await until(() => received().includes('"code":"draining"'), 'the answer');
		expect(received()).toMatch(/^HTTP\/1\.1 503 /);
		expect(received()).toMatch(/^retry-after: [0-5]\r$/im);
		expect(received()).toMatch(/^connection: close\r$/im);
		expect(received()).toMatch(/^x-content-type-options: nosniff\r$/im);

		await site.ended;
	});

	test('the server is alive but not ready [health]', async () => {
		const site = await startSite();
		expect([await status(site, '/healthz'), await status(site, '/readyz')]).toEqual([200, 200]);
		site.child.kill('SIGTERM');
		await untilDraining(site);
		const paths = ['/healthz', '/readyz'];
		expect(await Promise.all(paths.map((path) => status(site, path)))).toEqual([200, 503]);
		await site.ended;
	});

	test('an event stream is accepted, whatever `Accept` says, and receives `closing`, because 503 would stop an EventSource permanently', async () => {
		const site = await startSite();
		site.child.kill('SIGTERM');
		await untilDraining(site);
		const response = await fetch(`${site.url}/api/events`);
		expect(response.status).toBe(200);
		expect(await response.text()).toMatch(
			/^retry: \d+\nevent: closing\ndata: {"code":1012,.*"retryAfterMs":\d+}\n\n$/
		);
		await site.ended;
	});

	test('a new WebSocket is rejected', async () => {
		const site = await startSite();
		site.child.kill('SIGTERM');
		await untilDraining(site);
		const ws = new WebSocket(`${site.url.replace('http', 'ws')}/ws?room=${room}`);
		ws.on('error', () => undefined);
		const [code] = (await once(ws, 'close')) as [number];
		expect([1006, 1012]).toContain(code);
		await site.ended;
	});
});

describe('connections that stay open', () => {
	test('preconnected sockets of browsers do not delay the exit', async () => {
		const site = await startSite({ env: { SHUTDOWN_TIMEOUT: '30' } });
		const idle = await Promise.all(Array.from({ length: 5 }, () => tcp(site.port)));
		const used = await tcp(site.port);
		used.socket.write('GET /favicon.svg HTTP/1.1\r\nHost: a\r\n\r\n');
		await until(() => used.received().includes('HTTP/1.1 200'), 'an answer');
		const startedAt = performance.now();
		site.child.kill('SIGTERM');
		expect(await site.ended).toEqual({ code: 0, signal: null });
		expect(performance.now() - startedAt).toBeLessThan(15_000);
		for (const { socket } of idle) socket.destroy();
	});

	test('P2: a WebSocket that does not answer the close frame is destroyed before the deadline [sigterm]', async () => {
		const site = await startSite();
		const { socket, received } = await tcp(site.port);
		socket.write(
			`GET /ws?room=${room} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\n` +
				'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
				'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
		);
		await until(() => received().includes('welcome'), 'the welcome');
		const startedAt = performance.now();
		site.child.kill('SIGTERM');
		expect(await site.ended).toEqual({ code: 0, signal: null });
		expect(performance.now() - startedAt).toBeLessThan(5_000);
	});

	test('a second signal has no effect', async () => {
		const site = await startSite();
		const member = await join(site);
		site.child.kill('SIGINT');
		site.child.kill('SIGTERM');
		expect(await member.closed).toBe(1012);
		site.child.kill('SIGINT');
		expect(await site.ended).toEqual({ code: 0, signal: null });
	});
});
