import { expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import {
	maxTracedRequests,
	maxTraceRecords,
	maxTraces,
	maxTracesPerAddress
} from '../../src/lib/server/realtime/limits.ts';
import { WebSocketTestClient } from '../contract/lib/client.ts';
import { fileServer } from '../contract/lib/file-server.ts';
import { publish, request } from '../contract/lib/http.ts';
import { opcodes, RawClient } from '../contract/lib/raw.ts';
import { startServer } from '../contract/lib/server.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { until } from '../contract/lib/wait.ts';

const server = fileServer({ ADDRESS_HEADER: 'x-client' });

const newRoom = () => `trace-${randomId(8)}`;
const from = (n: number) => ({ 'x-client': `2001:db8:${n.toString(16)}::1` });

it.each([
	['malformed', 'short'],
	['missing', ''],
	['too long', 'a'.repeat(25)]
])('a %s id is rejected with 4400 [trace]', async (_, id) => {
	const client = new TraceClient(server, id);
	expect(await until(() => client.closed, 'the end')).toEqual({
		code: 4400,
		reason: 'bad_request'
	});
	expect(client.events).toEqual([]);
});

it('an id in use is rejected with 1013, and can be used again after its reader has left [trace]', async () => {
	const first = await TraceClient.start(server);
	const second = new TraceClient(server, first.id);
	expect(await until(() => second.closed, 'the end')).toEqual({ code: 1013, reason: 'full' });
	await first.close();
	const third = new TraceClient(server, first.id);
	await until(() => third.of('started')[0], 'the beginning');
	await third.close();
});

it('a page of another site cannot start a trace, and a plain request gets JSON [trace]', async () => {
	const raw = await RawClient.connect(server);
	const path = `/trace?id=${randomId(24)}`;
	expect(await raw.upgrade(path, { Origin: 'https://evil.example' })).toBe(403);
	expect(await request(server, 'GET', path)).toMatchObject({ status: 400 });
	expect(await request(server, 'POST', path)).toMatchObject({ status: 405 });
});

it('the number of traces is limited per address and in total [trace-limits]', async () => {
	const traces: TraceClient[] = [];
	for (let n = 0; n < maxTraces; n++) {
		traces.push(await TraceClient.start(server, from(Math.floor(n / maxTracesPerAddress))));
	}
	const isRejected = async (address: number) => {
		const client = new TraceClient(server, randomId(24), from(address));
		return (
			(await until(() => client.closed ?? client.of('started')[0], 'an answer')) === client.closed
		);
	};
	expect(await isRejected(999)).toBe(true);
	await traces.pop()?.close();
	// One more trace is possible, but not for an address that has reached its own limit.
	expect(await isRejected(0)).toBe(true);
	await until(async () => !(await isRejected(998)), 'a new trace to be accepted');
	await Promise.all(traces.map((trace) => trace.close()));
});

it('a request that names no running trace is served like any other [trace]', async () => {
	const room = newRoom();
	const trace = await TraceClient.start(server);
	for (const id of ['', 'x', randomId(24), trace.id.toUpperCase()]) {
		const client = WebSocketTestClient.connect(server, { room, trace: id });
		await client.ready();
		client.close();
		expect((await publish(server, room, 'a')).status).toBe(201);
	}
	expect(trace.of('open')).toEqual([]);
	await trace.close();
});

it('a trace records requests up to a limit, and serves further ones without recording them [trace-limits]', async () => {
	const trace = await TraceClient.start(server);
	const path = `/api/rooms/${newRoom()}/poll?after=none.0&trace=${trace.id}`;
	for (let n = 0; n < maxTracedRequests + 3; n++) {
		expect((await request(server, 'GET', path)).status).toBe(200);
	}
	await trace.ended(maxTracedRequests);
	expect(trace.of('open')).toHaveLength(maxTracedRequests);
	expect(trace.of('ended')).toEqual([]);
	await trace.close();
});

it('a trace ends at the limit of records [trace-limits]', async () => {
	const trace = await TraceClient.start(server);
	const client = await RawClient.connect(server);
	await client.upgrade(`/ws?room=${newRoom()}&trace=${trace.id}`);
	await until(() => client.text.includes('presence'), 'presence');
	for (let n = 0; n < maxTraceRecords && trace.closed === null; n += 100) {
		for (let i = 0; i < 100; i++) client.frame(opcodes.pong, 'pong');
		await until(() => trace.of('step').length >= n || trace.closed, 'the records');
	}
	expect(await until(() => trace.closed, 'the end')).toEqual({ code: 1000, reason: 'ended' });
	expect(trace.events.at(-1)).toMatchObject({ type: 'ended', reason: 'records' });
	expect(await until(() => server.replacedMethods() === 0, 'restored sockets')).toBe(true);
	client.socket.destroy();
});

it('a trace stops at once when its reader disconnects; the recorded connection stays open [trace]', async () => {
	const trace = await TraceClient.start(server);
	const room = newRoom();
	const client = WebSocketTestClient.connect(server, { room, trace: trace.id });
	await client.ready();
	trace.ws.terminate();
	await until(() => server.replacedMethods() === 0, 'the end of recording');
	expect(await client.publish('still here')).toMatchObject({ type: 'ack' });
	client.close();
});

it('a trace answers a ping with its timestamp, and closes after a malformed message or too many messages [trace]', async () => {
	const trace = await TraceClient.start(server);
	trace.ws.send(JSON.stringify({ type: 'ping', sent: 12.5 }));
	expect(await until(() => trace.of('pong')[0], 'pong')).toMatchObject({ sent: 12.5 });
	trace.ws.send('{}');
	expect(await until(() => trace.closed, 'the end')).toMatchObject({ code: 4400 });

	const flooding = await TraceClient.start(server);
	for (let n = 0; n < 100; n++) flooding.ws.send(JSON.stringify({ type: 'ping', sent: n }));
	expect(await until(() => flooding.closed, 'the end')).toMatchObject({ code: 4429 });
});

it('a trace is closed with 1012 when the process drains, after the recorded connections have ended [trace, close-1012]', async () => {
	const draining = await startServer();
	const trace = await TraceClient.start(draining);
	const client = WebSocketTestClient.connect(draining, { room: newRoom(), trace: trace.id });
	await client.ready();
	await draining.realtime.drain();
	expect(await until(() => trace.closed, 'the end')).toMatchObject({ code: 1012 });
	expect(trace.of('step').find(({ step }) => step === 'closing-sent')?.detail).toBe(1012);
	const late = new TraceClient(draining);
	expect(await until(() => late.closed, 'the rejection')).toMatchObject({ code: 1012 });
	await draining.close();
});
