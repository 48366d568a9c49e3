import { expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fileServer } from '../contract/lib/file-server.ts';
import { RawClient } from '../contract/lib/raw.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { until } from '../contract/lib/wait.ts';

const server = fileServer();

const post = (room: string, text: string, trace?: string) => {
	const body = JSON.stringify({ text });
	const query = trace === undefined ? '' : `?trace=${trace}`;
	return `POST /api/rooms/${room}/messages${query} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};
const answers = (client: RawClient) => client.text.split('HTTP/1.1 ').slice(1);

it('a trace records only the pipelined requests that name the trace, each with its own response [trace-bytes]', async () => {
	const trace = await TraceClient.start(server);
	const other = await TraceClient.start(server);
	const room = `trace-${randomId(8)}`;
	const client = await RawClient.connect(server);
	const requests = [
		post(room, 'not recorded'),
		post(room, 'first', trace.id),
		post(room, 'of another trace', other.id),
		post(room, 'not recorded either'),
		post(room, 'second', trace.id),
		post(room, 'last')
	];
	client.socket.write(requests.join(''));
	await until(() => answers(client).length === 6, 'six answers');
	await trace.ended(2);
	await other.ended(1);
	for (const [i, { client: recorder, number }] of [
		{ client: trace, number: 1 },
		{ client: other, number: 1 },
		{ client: trace, number: 2 }
	].entries()) {
		const at = [1, 2, 4][i] ?? 0;
		expect(recorder.bytes(number, 'in').toString()).toBe(requests[at]);
		expect(recorder.bytes(number, 'out').toString()).toBe(`HTTP/1.1 ${answers(client)[at]}`);
	}
	for (const recorder of [trace, other]) {
		expect(JSON.stringify(recorder.events)).not.toContain('not recorded');
	}
	client.socket.destroy();
	await trace.close();
	await other.close();
});

it('a trace records a response that was queued behind a pending poll [trace-bytes]', async () => {
	const trace = await TraceClient.start(server);
	const room = `trace-${randomId(8)}`;
	const client = await RawClient.connect(server);
	client.socket.write(`GET /api/rooms/${room}/poll?after=none.0 HTTP/1.1\r\nHost: a\r\n\r\n`);
	await until(() => answers(client).length === 1, 'the cursor');
	const [, cursor = ''] = /"cursor":"([^"]+)"/.exec(client.text) ?? [];
	client.socket.write(
		`GET /api/rooms/${room}/poll?after=${cursor} HTTP/1.1\r\nHost: a\r\n\r\n${post(room, 'queued', trace.id)}`
	);
	await trace.ended(1);
	expect(trace.bytes(1, 'out').toString()).toBe(`HTTP/1.1 ${answers(client)[2]}`);
	client.socket.destroy();
	await trace.close();
});

it('all sockets are restored when the trace has ended, also those of open requests', async () => {
	const trace = await TraceClient.start(server);
	const room = `trace-${randomId(8)}`;
	const client = await RawClient.connect(server);
	client.socket.write(post(room, 'recorded', trace.id));
	await trace.ended(1);
	const stream = await RawClient.connect(server);
	stream.socket.write(
		`GET /api/rooms/${room}/events?trace=${trace.id} HTTP/1.1\r\nHost: a\r\n\r\n`
	);
	await until(() => trace.of('open').length === 2, 'the stream');
	const ws = await RawClient.connect(server);
	expect(await ws.upgrade(`/ws?room=${room}&trace=${trace.id}`)).toBe(101);
	expect(server.replacedMethods()).toBeGreaterThan(0);
	await trace.close();
	await until(() => server.replacedMethods() === 0, 'restored sockets');
	client.socket.write(post(room, 'afterwards'));
	await until(
		() => stream.text.includes('afterwards') && ws.text.includes('afterwards'),
		'delivery'
	);
	for (const { socket } of [client, stream, ws]) socket.destroy();
});
