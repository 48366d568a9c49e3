import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test, vi, type Mock } from 'vitest';
import { parseConfig } from '../../config.ts';
import { guardEventStream } from './event-stream-guard.ts';
import { ConnectionLimit } from '../guards/connection-limit.ts';
import type { Metrics } from '../operations/metrics.ts';
import { Refusal } from '../refusal.ts';

let server: Server;
let closeAll: () => void = () => undefined;

afterEach(() => {
	closeAll();
	server.close();
});

interface Setup {
	/** Sends a request; the response is read unless the socket is paused. */
	ask: (
		path: string,
		method?: string,
		headers?: string
	) => { socket: Socket; received: () => string };
	/** The responses to requests that the guard let through, in order. */
	forwarded: ServerResponse[];
	/** Addresses whose openings were counted. */
	addresses: string[];
	countError: Mock<Metrics['countError']>;
}

async function serve(
	perAddress: number,
	{ stallLimitMs, mayOpen = true }: { stallLimitMs?: number; mayOpen?: boolean } = {}
): Promise<Setup> {
	const addresses: string[] = [];
	const countError = vi.fn<Metrics['countError']>();
	const config = parseConfig({ MAX_CONNECTIONS_PER_IP: String(perAddress), LOG_LEVEL: 'silent' });
	const context = {
		config,
		limit: new ConnectionLimit(config),
		openings: {
			take(address: string) {
				addresses.push(address);
				if (!mayOpen) throw new Refusal('rate_limited', { retryAfterMs: 2000 });
			}
		},
		log: pino({ level: 'silent' }),
		metrics: { countError },
		isDraining: () => false
	};
	const forwarded: ServerResponse[] = [];
	server = createServer((req, res) => {
		if (guardEventStream(req, res, context, stallLimitMs)) return;
		res.writeHead(200).write('open');
		forwarded.push(res);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const sockets: Socket[] = [];
	closeAll = () => sockets.forEach((socket) => socket.destroy());
	const ask: Setup['ask'] = (path, method = 'GET', headers = '') => {
		const socket = connect(port, '127.0.0.1');
		let received = '';
		socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
		socket.on('error', () => undefined);
		socket.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);
		sockets.push(socket);
		return { socket, received: () => received };
	};
	return { ask, forwarded, addresses, countError };
}

test('S13: streams count as connections, and one over the limit receives a closing event', async () => {
	const { ask, countError } = await serve(2);
	const [first, second] = [ask('/api/events?reader=x'), ask('/api/examples/chat/a-room/events')];
	await expect.poll(() => first.received() + second.received()).toMatch(/open[^]*open/);
	const third = ask('/api/events');
	await expect
		.poll(() => third.received())
		.toMatch(/^HTTP\/1\.1 200 [^]*retry: \d+\nevent: closing\ndata: {"code":1013,"reason":"full"/);
	expect(countError).toHaveBeenLastCalledWith('tutorial', 'full');
});

test.each([
	'/api/event%73',
	'/api/x/../events',
	'/api/events#x',
	'/api/examples/dashboard/%65vents',
	'/api/examples/progress/%65vents?job=x',
	'/api/%2e%2e/api\\events',
	'http://a/api/events'
])('S13: a stream counts under every spelling that SvelteKit would answer: %s', async (path) => {
	const { ask } = await serve(1);
	const first = ask('/api/events');
	await expect.poll(() => first.received()).toContain('open');
	const other = ask(path);
	await expect.poll(() => other.received()).toContain('"reason":"full"');
});

test('V14: an address that opens streams of examples too fast receives a closing event, and the feed is not affected', async () => {
	const { ask, addresses, countError } = await serve(1, { mayOpen: false });
	const answers = ['dashboard/events', '%64ashboard/%65vents'].map((path) =>
		ask(`/api/examples/${path}`)
	);
	for (const { received } of answers) {
		await expect
			.poll(received)
			.toMatch(
				/^HTTP\/1\.1 200 [^]*retry: 2000\nevent: closing\ndata: {"code":4429,"reason":"rate_limited"/
			);
	}
	expect(addresses).toEqual(['127.0.0.1', '127.0.0.1']);
	expect(countError).toHaveBeenLastCalledWith('example', 'rate_limited');
	const feed = ask('/api/events');
	await expect.poll(() => feed.received()).toContain('open');
});

test('a path with invalid percent-encoding does not count as a stream', async () => {
	const { ask, forwarded } = await serve(1);
	ask('/api/events%zz');
	ask('/api/events');
	await expect.poll(() => forwarded.length).toBe(2);
});

test('V5: a full server still rejects another origin with 403', async () => {
	const { ask } = await serve(1);
	const first = ask('/api/events');
	await expect.poll(() => first.received()).toContain('open');
	const rejected = ask('/api/events', 'GET', 'Origin: https://evil.example\r\n');
	await expect
		.poll(() => rejected.received())
		.toMatch(/^HTTP\/1\.1 403 [^]*"code":"forbidden_origin"/);
});

test('a stream that has ended does not count', async () => {
	const { ask, forwarded } = await serve(1);
	const first = ask('/api/events');
	await expect.poll(() => first.received()).toContain('open');
	first.socket.destroy();
	await expect.poll(() => forwarded[0]?.destroyed).toBe(true);
	const second = ask('/api/events');
	await expect.poll(() => second.received()).toContain('open');
});

test('other requests do not count', async () => {
	const { ask, forwarded } = await serve(1);
	for (const path of ['/', '/api/session', '/api/events/drop']) ask(path);
	ask('/api/events', 'POST');
	ask('/api/events');
	await expect.poll(() => forwarded.length).toBe(5);
});

test('S4: a stream that nobody reads is closed, one that is read stays open', async () => {
	const { ask, forwarded } = await serve(0, { stallLimitMs: 1500 });
	const stalled = ask('/api/events');
	const read = ask('/api/events');
	await expect.poll(() => forwarded.length).toBe(2);
	await expect.poll(() => stalled.received()).toContain('open');
	stalled.socket.pause();
	const [first, second] = forwarded;
	// Stops at backpressure, as SvelteKit does.
	while (first?.write('x'.repeat(100_000)));
	const ticks = setInterval(() => second?.write('tick'), 50);
	await expect.poll(() => first?.destroyed, { timeout: 10_000 }).toBe(true);
	clearInterval(ticks);
	expect(second?.destroyed).toBe(false);
	expect(read.socket.destroyed).toBe(false);
});
