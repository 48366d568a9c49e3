import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { transports } from '../contract/lib/transports.ts';
import { until } from '../contract/lib/wait.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let server: TestServer;
/** Counts what passes between a reader and the server. */
let proxy: TcpProxy;
beforeAll(async () => {
	server = await startServer();
	proxy = await TcpProxy.to(server.port);
});
afterAll(async () => {
	await proxy.close();
	await server.close();
});

/** All that has passed, in bytes. */
const total = ({ passed }: TcpProxy) => ({
	in: passed.reduce((bytes, { fromClient }) => bytes + fromClient, 0),
	out: passed.reduce((bytes, { fromTarget }) => bytes + fromTarget, 0)
});

describe.each(transports)('a trace of $name', ({ connect, name }) => {
	it('records every byte that passes, in both directions [trace-bytes]', async () => {
		const trace = await TraceClient.start(server);
		const room = `trace-${randomId(8)}`;
		const before = total(proxy);
		const client = connect(proxy, { room, trace: trace.id });
		await client.ready();
		expect(await client.publish('こんにちは')).toMatchObject({ type: 'ack' });
		await client.texts(1);
		client.close();
		await until(
			() => trace.of('open').length > 0 && trace.of('open').length === trace.of('close').length,
			`the ends of ${name}`
		);
		const opened = trace.of('open');
		const recorded = { in: 0, out: 0 };
		for (const { connection } of opened) {
			for (const direction of ['in', 'out'] as const) {
				recorded[direction] += trace.bytes(connection, direction).length;
			}
		}
		const after = total(proxy);
		expect(recorded).toEqual({ in: after.in - before.in, out: after.out - before.out });
		expect(opened.every(({ isHeadExact }) => isHeadExact)).toBe(true);
		await trace.close();
	});
});
