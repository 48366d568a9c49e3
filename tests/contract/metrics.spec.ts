import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, request } from './lib/http.ts';
import { readMetric, readMetrics } from './lib/metrics.ts';
import { opcodes, RawClient } from './lib/raw.ts';
import { startServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

const token = 'a-token-of-the-tests';
const server = fileServer({ METRICS_TOKEN: token });

const read = (series: string) => readMetric(server, series);

describe('/metrics', () => {
	it('P8: is Prometheus text with the main series, in which every sample has a number [metrics]', async () => {
		const response = await fetch(`${server.origin}/metrics`);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
		expect(response.headers.get('cache-control')).toBe('no-store');
		const lines = (await response.text()).split('\n').filter((line) => line !== '');
		const types = lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
		for (const name of [
			...['wirelab_connections', 'wirelab_messages_in_total', 'wirelab_messages_out_total'],
			...['wirelab_errors_total', 'wirelab_rejections_total', 'wirelab_delivery_seconds'],
			...['wirelab_event_loop_lag_seconds', 'process_resident_memory_bytes', 'wirelab_broker_ready']
		]) {
			expect(types).toContain(name);
		}
		for (const line of lines.filter((line) => !line.startsWith('#'))) {
			expect(line).toMatch(/^[a-z_]+(\{.*\})? -?[\d.e+-]+$/i);
		}
		expect(await read('wirelab_broker_ready{kind="memory"}')).toBe(1);
		expect(await read('process_resident_memory_bytes')).toBeGreaterThan(10e6);
	});

	it('declares every total as a counter, and counts nothing twice when scraped twice', async () => {
		await readMetrics(server);
		const text = await readMetrics(server);
		const types = [...text.matchAll(/^# TYPE (\S+_total) (\S+)$/gm)].map(([, , type]) => type);
		expect(types.length).toBeGreaterThan(5);
		expect(new Set(types)).toEqual(new Set(['counter']));
		expect(text).toMatch(/^wirelab_log_lines_lost_total 0$/m);
		const { user, system } = process.cpuUsage();
		const seconds = Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual((user + system) / 1e6);
	});

	it('counts errors of endpoints', async () => {
		const series = 'wirelab_errors_total{transport="http",code="not_found"}';
		const before = await read(series);
		expect((await request(server, 'POST', '/api/nothing', {})).status).toBe(404);
		expect(await read(series)).toBe(before + 1);
	});

	it('measures how long the event loop was blocked', async () => {
		await until(async () => {
			// Each scrape resets the measurement, which starts with the next turns of the loop.
			for (let turn = 0; turn < 3; turn++) await new Promise((next) => setTimeout(next, 10));
			const end = performance.now() + 200;
			while (performance.now() < end);
			return (await read('wirelab_event_loop_lag_seconds{quantile="1"}')) > 0.1;
		}, 'the metric to show the lag');
	});

	it.each(transports)(
		'counts connections, messages and deliveries over $name [metrics]',
		async ({ name, via, connect }) => {
			const room = `metrics-${randomId(8)}`;
			const out = `wirelab_messages_out_total{transport="${name}"}`;
			const into = `wirelab_messages_in_total{via="${via}"}`;
			const latency = `wirelab_delivery_seconds_count{transport="${name}"}`;
			const before = await Promise.all([read(out), read(into), read(latency)]);
			const clients = [connect(server, { room }), connect(server, { room })];
			await Promise.all(clients.map((client) => client.ready()));
			await until(
				async () => (await read(`wirelab_connections{transport="${name}"}`)) === 2,
				'two connections'
			);
			await clients[0]?.publish('x');
			await Promise.all(clients.map((client) => client.next('message')));
			const after = await Promise.all([read(out), read(into), read(latency)]);
			expect(after.map((value, i) => value - (before[i] ?? 0))).toEqual([2, 1, 1]);
			for (const client of clients) client.close();
			await until(
				async () => (await read(`wirelab_connections{transport="${name}"}`)) === 0,
				'both connections to be closed'
			);
		}
	);

	it('counts replayed messages as deliveries too', async () => {
		const room = `metrics-${randomId(8)}`;
		const { body } = await publish(server, room, 'held');
		const epoch = String(body?.['id']).split('.')[0] ?? '';
		const out = 'wirelab_messages_out_total{transport="websocket"}';
		const before = await read(out);
		const client = WebSocketTestClient.connect(server, { room, after: `${epoch}.0` });
		await client.next('message');
		expect((await read(out)) - before).toBe(1);
		client.close();
	});

	it('counts errors by transport and code, rejections by reason, and closed connections by code [metrics]', async () => {
		const series = [
			'wirelab_errors_total{transport="websocket",code="bad_message"}',
			'wirelab_errors_total{transport="socket-io",code="bad_request"}',
			'wirelab_errors_total{transport="http",code="bad_room"}',
			'wirelab_errors_total{transport="sse",code="bad_cursor"}',
			'wirelab_rejections_total{reason="forbidden_origin"}',
			'wirelab_connections_closed_total{transport="websocket",code="4400"}'
		];
		const before = await Promise.all(series.map(read));
		const webSocket = WebSocketTestClient.connect(server, { room: 'errors' });
		await webSocket.ready();
		webSocket.send({ type: 'message', text: '' });
		await webSocket.next('error');
		webSocket.close();
		const socketIo = await SocketIoTestClient.connected(server);
		await socketIo.ask('no-such-event');
		socketIo.close();
		await publish(server, 'NO ROOM', 'x');
		await request(server, 'GET', '/api/rooms/errors/events?after=nothing');
		const otherSite = await RawClient.connect(server);
		await otherSite.upgrade('/ws?room=errors', { Origin: 'https://elsewhere.example' });
		await new WebSocketTestClient(server, '?room=NO').ended();
		await until(async () => {
			const after = await Promise.all(series.map(read));
			return after.every((value, i) => value - (before[i] ?? 0) === 1);
		}, 'every counter to increase by one');
	});

	it.each([
		['a reserved opcode', 0x3, 'x', 1002],
		['text that is not UTF-8', opcodes.text, Buffer.from([0xc3, 0x28]), 1007],
		['a frame of more than 64 KiB', opcodes.text, 'x'.repeat(65_537), 1009]
	] as const)(
		'counts a WebSocket closed for %s under its code [metrics]',
		async (_, opcode, payload, code) => {
			const series = `wirelab_connections_closed_total{transport="websocket",code="${code}"}`;
			const before = await read(series);
			const client = await RawClient.connect(server);
			await client.upgrade(`/ws?room=metrics-${randomId(8)}`);
			client.frame(opcode, payload);
			await until(() => client.received.includes('"closing"'), 'the reason');
			client.socket.destroy();
			await until(
				async () => (await read(series)) === before + 1,
				'the counter to increase by one'
			);
		}
	);

	it('counts a connection as left when its client closes it, whatever the code', async () => {
		const series = 'wirelab_connections_closed_total{transport="websocket",code="left"}';
		const before = await read(series);
		const client = WebSocketTestClient.connect(server, { room: `metrics-${randomId(8)}` });
		await client.ready();
		client.ws.close(1002);
		await until(async () => (await read(series)) === before + 1, 'the counter to increase by one');
	});

	it('counts errors of requests to rooms even before the session is checked', async () => {
		const series = [
			'wirelab_errors_total{transport="http",code="method_not_allowed"}',
			'wirelab_errors_total{transport="http",code="bad_room"}'
		];
		const before = await Promise.all(series.map(read));
		await request(server, 'PUT', '/api/rooms/errors/events');
		await request(server, 'POST', '/api/rooms/%zz/messages', {});
		const after = await Promise.all(series.map(read));
		expect(after.map((value, i) => value - (before[i] ?? 0))).toEqual([1, 1]);
	});

	it('contains no names of rooms or users, no session ids, addresses or texts', async () => {
		const room = `metrics-${randomId(12)}`;
		const client = WebSocketTestClient.connect(server, { room });
		const { user, sessionId } = await client.next('welcome');
		await client.publish('a text that is nobody else’s');
		const text = await readMetrics(server);
		for (const secret of [room, user, sessionId, '127.0.0.1', 'nobody else']) {
			expect(text).not.toContain(secret);
		}
		client.close();
	});
});

describe('access to /metrics', () => {
	const ask = (headers: Record<string, string>, method = 'GET') =>
		fetch(`${server.origin}/metrics`, { method, headers });
	const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

	it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'x-forwarded-anything'])(
		'is 404 through a proxy that sends %s, like any unknown path [metrics-access]',
		async (header) => {
			const response = await ask({ [header]: '127.0.0.1' });
			const nowhere = await fetch(`${server.origin}/nowhere`, {
				headers: { [header]: '127.0.0.1' }
			});
			expect(response.status).toBe(404);
			expect(await response.text()).toBe(await nowhere.text());
		}
	);

	it('is granted with the token, from anywhere [metrics-access]', async () => {
		const far = { 'x-forwarded-for': '192.0.2.1' };
		expect((await ask({ ...far, ...bearer(token) })).status).toBe(200);
		for (const wrong of [token.slice(0, -1), `${token}2`, '', 'null', 'undefined']) {
			expect((await ask({ ...far, ...bearer(wrong) })).status).toBe(404);
		}
		const query = await fetch(`${server.origin}/metrics?token=${token}`, {
			headers: far
		});
		expect(query.status).toBe(404);
	});

	it('is not granted by any token when none is configured [metrics-access]', async () => {
		const without = await startServer();
		const url = `${without.origin}/metrics`;
		const headers = { 'x-forwarded-for': '192.0.2.1' };
		for (const value of ['', 'null', 'undefined']) {
			expect((await fetch(url, { headers: { ...headers, ...bearer(value) } })).status).toBe(404);
		}
		expect((await fetch(url)).status).toBe(200);
		await without.close();
	});

	it('depends on the headers that arrived, not on those that are trusted [metrics-access]', async () => {
		const behind = await startServer({ PROTOCOL_HEADER: 'x-forwarded-proto' });
		const url = `${behind.origin}/metrics`;
		expect((await fetch(url)).status).toBe(200);
		for (const proto of ['https', 'unusable']) {
			const response = await fetch(url, { headers: { 'x-forwarded-proto': proto } });
			expect(response.status, proto).toBe(404);
		}
		await behind.close();
	});

	it('is limited to GET and HEAD', async () => {
		const refused = await ask({}, 'POST');
		expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
		// For everybody else /metrics is an unknown path, and POST is answered as for any other unknown path.
		const headers = { 'x-forwarded-for': '192.0.2.1' };
		const nowhere = await fetch(`${server.origin}/nowhere`, { method: 'POST', headers });
		const hidden = await ask(headers, 'POST');
		expect([hidden.status, await hidden.text()]).toEqual([nowhere.status, await nowhere.text()]);
		const head = await ask({}, 'HEAD');
		expect([head.status, await head.text()]).toEqual([200, '']);
	});

	it('works while draining, and rejections for draining are counted [metrics]', async () => {
		const leaving = await startServer();
		await leaving.realtime.drain();
		await request(leaving, 'GET', '/socket.io/?EIO=4&transport=polling');
		expect(await readMetrics(leaving)).toContain('wirelab_rejections_total{reason="draining"} 1');
		await leaving.close();
	});
});
