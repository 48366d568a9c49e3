import { connect, createServer, type AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { TraceRecord } from '../../src/lib/protocol/trace.ts';

/**
 * Records, in a TCP proxy, the bytes of a WebSocket between a client and a server of the package ws. The client
 * sends each text after the server has echoed the one before, then a ping, and closes with 4400.
 */
export async function recordWebSocket(texts: readonly string[]): Promise<TraceRecord[]> {
	const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
	server.on('connection', (socket) =>
		socket.on('message', (data, isBinary) => socket.send(data as Buffer, { binary: isBinary }))
	);
	const { port } = server.address() as AddressInfo;
	const { records, proxy } = recordThroughProxy(port);
	await new Promise((done) => proxy.once('listening', done));

	const client = new WebSocket(`ws://127.0.0.1:${(proxy.address() as AddressInfo).port}/ws`);
	await new Promise((done) => client.once('open', done));
	for (const text of texts) {
		client.send(text);
		await new Promise((done) => client.once('message', done));
	}
	client.ping('?');
	await new Promise((done) => client.once('pong', done));
	client.close(4400, '終了');
	await new Promise((done) => client.once('close', done));
	await new Promise((done) => proxy.close(done));
	server.close();
	return records;
}

/** Listens in front of `port`. The records' times are not real: each is one millisecond after the one before. */
function recordThroughProxy(port: number) {
	const records: TraceRecord[] = [
		{
			type: 'open',
			t: 0,
			connection: 1,
			kind: 'websocket',
			method: 'GET',
			target: '/ws',
			isHeadExact: true
		}
	];
	const forwarded = { in: 0, out: 0 };
	const record = (direction: 'in' | 'out', bytes: Buffer) => {
		const offset = forwarded[direction];
		forwarded[direction] += bytes.length;
		records.push({
			type: 'bytes',
			t: records.length,
			connection: 1,
			direction,
			offset,
			bytes: bytes.toString('base64')
		});
	};
	const proxy = createServer((client) => {
		const upstream = connect(port, '127.0.0.1');
		client.on('data', (bytes) => record('in', bytes)).pipe(upstream);
		upstream.on('data', (bytes) => record('out', bytes)).pipe(client);
		client.on('close', () => {
			const [bytesIn, bytesOut] = [forwarded.in, forwarded.out];
			records.push({ type: 'close', t: records.length, connection: 1, bytesIn, bytesOut });
		});
	}).listen(0, '127.0.0.1');
	return { records, proxy };
}
