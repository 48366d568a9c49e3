import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fileServer } from '../contract/lib/file-server.ts';
import { publish, publishAs, request, signIn } from '../contract/lib/http.ts';
import { recordingLog } from '../contract/lib/recording-log.ts';
import { startServer } from '../contract/lib/server.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { transports } from '../contract/lib/transports.ts';
import { until } from '../contract/lib/wait.ts';
import { WebSocketTestClient } from '../contract/lib/client.ts';

const server = fileServer({ ADDRESS_HEADER: 'x-client' });

const newRoom = () => `trace-${randomId(8)}`;
const untilAllClosed = (trace: TraceClient) =>
	until(
		() => trace.of('open').length > 0 && trace.of('open').length === trace.of('close').length,
		'the end of every recorded request'
	);

describe.each(transports)('a trace of $name', ({ connect, name }) => {
	it('shows the reader’s own texts, and masks those of others with asterisks [trace-masked]', async () => {
		const trace = await TraceClient.start(server);
		const room = newRoom();
		const client = connect(server, { room, trace: trace.id });
		await client.ready();
		await publish(server, room, 'theirs, 秘密');
		await client.texts(1);
		await client.publish('mine');
		await client.texts(2);
		client.close();
		await untilAllClosed(trace);
		const { text } = trace;
		expect(text).not.toMatch(/theirs|秘密/);
		expect(text).toContain(`"text":"${'*'.repeat(Buffer.byteLength('theirs, 秘密'))}"`);
		// The text is in what the server received and in what it sent. A client of WebSockets masks its frames
		// (RFC 6455 §5.3), so there it is readable only in what the server sent.
		const isMaskedByClient = ['websocket', 'socket-io'].includes(name);
		expect(text.split('"text":"mine"').length - 1).toBe(isMaskedByClient ? 1 : 2);
		await trace.close();
	});
});

it('a trace masks a message of another person with the same name and text as the reader’s own [trace-masked]', async () => {
	const trace = await TraceClient.start(server);
	const room = newRoom();
	const [reader, other] = [await signIn(server, 'Alice'), await signIn(server, 'Alice')];
	const cookie = { cookie: reader.cookie };
	const client = WebSocketTestClient.connect(server, { room, headers: cookie, trace: trace.id });
	await client.ready();
	// Only the first of these publications creates a message: the second is answered with its id, and the third is
	// rejected.
	await client.publish('same text', 'same-id');
	await client.publish('same text', 'same-id');
	client.send({ type: 'message', text: 'rejected text', clientId: 'same-id' });
	await client.next('error');
	for (const text of ['same text', 'rejected text']) {
		await publishAs(server, { room, headers: { cookie: other.cookie } }, text);
	}
	await client.texts(3);
	client.close();
	await untilAllClosed(trace);
	const shown = (text: string) => trace.text.split(`"text":"${text}"`).length - 1;
	expect([shown('same text'), shown('rejected text')]).toEqual([1, 0]);
	await trace.close();
});

it('a trace contains no cookie, token or ticket, in either direction [trace-masked]', async () => {
	const trace = await TraceClient.start(server);
	const { cookie, token } = await signIn(server, 'Alice');
	const bearer = { authorization: `Bearer ${token}` };
	const { body } = await request(server, 'POST', `/api/tickets?trace=${trace.id}`, {}, { cookie });
	const ticket = String(body?.['ticket']);
	const session = await request(
		server,
		'POST',
		`/api/session?trace=${trace.id}`,
		{ name: 'Bob' },
		bearer
	);
	const secrets = [
		cookie.split('=')[1],
		token,
		ticket,
		/=([^;]+)/.exec(session.headers.get('set-cookie') ?? '')?.[1]
	];
	const client = WebSocketTestClient.connect(server, { room: newRoom(), trace: trace.id });
	await client.ready();
	client.send({ type: 'auth', ticket });
	await client.next('welcome', 2);
	client.close();
	await untilAllClosed(trace);
	const { text } = trace;
	const frames = unmasked(trace.bytes(3, 'in'));
	for (const secret of secrets) {
		expect(secret?.length).toBeGreaterThan(10);
		expect(text).not.toContain(secret);
		expect(frames).not.toContain(secret);
	}
	expect(text).toMatch(/cookie: \*{20,}\r\n/i);
	expect(text).toMatch(/set-cookie: \*{20,}\r\n/i);
	expect(text).toContain(`"ticket":"${'*'.repeat(ticket.length)}"`);
	expect(frames).toContain(`"ticket":"${'*'.repeat(ticket.length)}"`);
	await trace.close();
});

/** The unmasked payload of the first frame after the request head. */
function unmasked(bytes: Buffer): string {
	const frame = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
	const [, length = 0] = frame;
	const masked = frame.subarray((length & 0x7f) === 126 ? 4 : 2);
	const [key, payload] = [masked.subarray(0, 4), masked.subarray(4)];
	return Buffer.from(payload.map((byte, i) => byte ^ (key[i % 4] ?? 0))).toString('latin1');
}

it('a trace records no request from another address or from a page of another site [trace]', async () => {
	const trace = await TraceClient.start(server, { 'x-client': '192.0.2.1' });
	const send = (headers: Record<string, string>) =>
		request(
			server,
			'GET',
			`/api/rooms/${newRoom()}/poll?after=none.0&trace=${trace.id}`,
			undefined,
			headers
		);
	await send({ 'x-client': '192.0.2.2' });
	await send({ 'x-client': '192.0.2.1', 'sec-fetch-site': 'cross-site' });
	await send({ 'x-client': '192.0.2.1', origin: 'https://evil.example' });
	const client = WebSocketTestClient.connect(server, {
		room: newRoom(),
		trace: trace.id,
		headers: { 'x-client': '192.0.2.2' }
	});
	await client.ready();
	client.close();
	await send({ 'x-client': '192.0.2.1', 'x-last': 'yes' });
	await trace.ended(1);
	expect(trace.text).toContain('x-last');
	expect(trace.of('open')).toHaveLength(1);
	await trace.close();
});

it('the id of a trace is never logged, and appears only in the recorded bytes [trace-masked]', async () => {
	const { log, lines } = recordingLog();
	const logging = await startServer({}, log);
	const trace = await TraceClient.start(logging);
	const client = WebSocketTestClient.connect(logging, { room: '!', trace: trace.id });
	await client.ended();
	await trace.ended(1);
	const second = new TraceClient(logging, trace.id);
	await until(() => second.closed, 'the rejection of the second reader');
	await logging.realtime.drain();
	const others = trace.events.filter(({ type }) => type !== 'bytes');
	expect(JSON.stringify(others)).not.toContain(trace.id);
	expect(lines.length).toBeGreaterThan(0);
	expect(JSON.stringify(lines)).not.toContain(trace.id);
	await logging.close();
});
