import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openTrace, type EndReason } from '../../src/lib/client/trace.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { maxTraceQueueBytes, traceBurstBytes } from '../../src/lib/server/realtime/limits.ts';
import { publish } from '../contract/lib/http.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';
import { collectGarbage } from '../support/collect-garbage.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(async () => {
	vi.unstubAllGlobals();
	await server.close();
});

/** The largest size of the last events of a trace. They are sent even if the queue is full. */
const lastEventsBytes = 1024;
/** The longest text, so that a connection carries far more bytes than a trace records. */
const text = '𠮷'.repeat(2000);
const atOnce = 8;
/** More than it takes to fill the largest buffers of the kernel at the rate of a trace. */
const maxRounds = 10_000;

/** The client that pages use, on a socket which the test can stop reading. */
async function startTrace() {
	const sockets: WebSocket[] = [];
	vi.stubGlobal(
		'WebSocket',
		class extends WebSocket {
			constructor(path: string) {
				super(`ws://127.0.0.1:${server.port}${path}`);
				sockets.push(this);
			}
		}
	);
	const count = server.sockets.size;
	/** The recorded parts of what the server wrote to the connection, each with the bytes omitted before it. */
	const written: { from: number; to: number; omitted: number }[] = [];
	let omitted = 0;
	let end: EndReason | undefined;
	const client = openTrace({
		onRecord(record) {
			if (record.type !== 'bytes' || record.direction !== 'out') return;
			const to = record.offset + Buffer.from(record.bytes, 'base64').length;
			written.push({ from: record.offset, to, omitted });
			omitted = 0;
		},
		onOmitted: (bytes) => (omitted += bytes),
		onEnd: (reason) => (end = reason)
	});
	await client.started;
	const [ws] = sockets;
	if (ws === undefined) throw new Error('the trace has no socket');
	ws.on('error', () => undefined);
	return {
		id: client.id,
		ws,
		serverEnd: serverEnd(count),
		written,
		/** What was omitted after the last record. */
		omitted: () => omitted,
		end: () => end
	};
}

/** The server's end of the connection that was accepted after `count` others, without keeping it in memory. */
function serverEnd(count: number): WeakRef<Socket> {
	const socket = [...server.sockets][count];
	if (socket === undefined) throw new Error('there is no such connection');
	return new WeakRef(socket);
}

/** A reader that keeps only the number of the last message, so that the test does not fill its own memory. */
async function join(room: string, trace?: string) {
	const query = new URLSearchParams({ room, ...(trace !== undefined && { trace }) });
	const count = server.sockets.size;
	const ws = new WebSocket(`ws://127.0.0.1:${server.port}/ws?${query}`);
	const reader = { ws, seq: 0, isReady: false, isInOrder: true };
	ws.on('message', (data: Buffer) => {
		const { type, seq } = JSON.parse(data.toString()) as { type: string; seq: number };
		if (type === 'welcome') reader.isReady = true;
		if (type !== 'message') return;
		reader.isInOrder &&= seq === reader.seq + 1;
		reader.seq = seq;
	});
	await until(() => reader.isReady, 'the welcome');
	const end = serverEnd(count);
	return Object.assign(reader, {
		isRecorded: () => Object.hasOwn(end.deref() ?? {}, '_write')
	});
}

const queuedBytes = () =>
	Math.max(0, ...[...server.sockets].map(({ writableLength }) => writableLength));

it('a trace whose reader does not read has a bounded queue, blocks no recorded connection, says what it omits, and leaves nothing in memory [trace-limits]', async () => {
	const room = `slow-${randomId(8)}`;
	const resumed = await startTrace();
	const stalled = await startTrace();
	const recorded = [await join(room, resumed.id), await join(room, stalled.id)] as const;
	const witness = await join(room);
	for (const { ws } of [resumed, stalled]) ws.pause();

	let count = 0;
	/** Publishes messages. Resolves when all readers have them. */
	const deliver = async (messages: number) => {
		await Promise.all(Array.from({ length: messages }, () => publish(server, room, text)));
		count += messages;
		const hasArrived = () => [witness, ...recorded].every(({ seq }) => seq === count);
		await until(hasArrived, 'the messages at every reader');
	};
	// The clock is stopped: otherwise a slow machine would never publish faster than a trace may record.
	const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
	for (let bytes = 0; bytes <= traceBurstBytes; bytes += atOnce * Buffer.byteLength(text)) {
		await deliver(atOnce);
	}
	clock.mockRestore();

	let largestQueue = 0;
	for (let round = 0; round < maxRounds; round++) {
		if (!recorded.some(({ isRecorded }) => isRecorded())) break;
		await deliver(atOnce);
		largestQueue = Math.max(largestQueue, queuedBytes());
		// The server closes an ended trace soon, even if its queue has not been read.
		if (!recorded[0].isRecorded()) resumed.ws.resume();
	}

	expect(largestQueue).toBeGreaterThan(maxTraceQueueBytes / 2);
	expect(largestQueue).toBeLessThanOrEqual(maxTraceQueueBytes + lastEventsBytes);
	for (const { ws, isInOrder } of [witness, ...recorded]) {
		expect([ws.readyState, isInOrder]).toEqual([WebSocket.OPEN, true]);
	}

	expect(await until(resumed.end, 'the end of the trace that is read again')).toBe('slow');
	let next = 0;
	for (const { from, to, omitted } of resumed.written) {
		expect(from - next).toBe(omitted);
		next = to;
	}
	expect(resumed.written.some(({ omitted }) => omitted > 0)).toBe(true);
	expect(resumed.omitted()).toBeGreaterThan(0);

	// The recorded connections are still open.
	const isReleased = () => {
		collectGarbage();
		return [resumed, stalled].every(({ serverEnd }) => serverEnd.deref() === undefined);
	};
	await until(isReleased, 'the release of both traces');
	expect(queuedBytes()).toBe(0);
	for (const { ws } of [witness, ...recorded, stalled]) ws.terminate();
});
