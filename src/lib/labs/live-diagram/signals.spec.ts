import { expect, it } from 'vitest';
import type { TraceRecord, TraceStep } from '$lib/protocol/trace.ts';
import { countSignals } from './lighting.ts';
import { signalsOf } from './signals.ts';

/** Builds a trace whose records are 1 ms apart. */
function createTrace() {
	const records: TraceRecord[] = [];
	const offsets = new Map<string, number>();
	let connection = 0;
	const t = () => records.length;
	const bytes = (direction: 'in' | 'out') => (text: string | Uint8Array) => {
		const content = Buffer.from(text as string);
		const key = `${direction}${String(connection)}`;
		const offset = offsets.get(key) ?? 0;
		offsets.set(key, offset + content.length);
		const base64 = content.toString('base64');
		records.push({ type: 'bytes', t: t(), connection, direction, offset, bytes: base64 });
	};
	return {
		records,
		open(
			kind: 'sse' | 'websocket' | 'long-polling' | 'publish' | 'socket-io' | 'query-live',
			head: string
		) {
			connection += 1;
			const [method = '', target = ''] = head.split(' ');
			const opening = { kind, method, target, isHeadExact: true };
			records.push({ type: 'open', t: t(), connection, ...opening });
			bytes('in')(`${head} HTTP/1.1\r\nHost: a\r\n\r\n`);
		},
		in: bytes('in'),
		out: bytes('out'),
		step: (step: TraceStep, detail?: number) =>
			records.push({ type: 'step', t: t(), connection, step, ...(detail && { detail }) }),
		close: () => records.push({ type: 'close', t: t(), connection, bytesIn: 0, bytesOut: 0 })
	};
}

const names = (kind: Parameters<typeof signalsOf>[0], records: TraceRecord[]) =>
	signalsOf(kind, records).map(({ name }) => name);

const switching =
	'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

/** A frame with a payload of up to 125 bytes (RFC 6455 §5.2); a client's is masked, here by zeros. */
function frame(opcode: number, text: string, isMasked = false): Uint8Array {
	const payload = Buffer.from(text);
	const head = [0x80 | opcode, payload.length | (isMasked ? 0x80 : 0)];
	return Buffer.concat([Buffer.from(head), Buffer.alloc(isMasked ? 4 : 0), payload]);
}

it('reads the signals of a WebSocket in chronological order', () => {
	const trace = createTrace();
	trace.open('websocket', 'GET /ws?room=r');
	trace.step('origin-checked');
	trace.out(switching);
	trace.out(frame(1, '{"type":"welcome"}'));
	trace.out(frame(1, '{"type":"presence"}'));
	trace.in(frame(1, '{"type":"message","text":"x"}', true));
	trace.out(frame(1, '{"type":"ack"}'));
	trace.out(frame(1, '{"type":"message"}'));
	trace.step('fanned-out', 2);
	trace.out(frame(9, ''));
	trace.in(frame(10, '', true));
	trace.in(frame(8, '\x03\xe8', true));
	expect(names('websocket', trace.records)).toEqual([
		...['request', 'accepted', 'response', 'welcome', 'send', 'ack', 'message'],
		...['fanned-out', 'ping', 'pong', 'close']
	]);
});

it('a message that reaches only its sender is not a fan-out', () => {
	const trace = createTrace();
	trace.open('websocket', 'GET /ws?room=r');
	trace.step('fanned-out', 1);
	expect(names('websocket', trace.records)).toEqual(['request']);
});

it('distinguishes the events of a resumed stream from earlier ones', () => {
	const trace = createTrace();
	const ok =
		'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
	const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
	trace.open('sse', 'GET /api/events');
	trace.step('joined');
	trace.out(ok);
	trace.out(chunk('id: 1\ndata: {}\n\n'));
	trace.out(chunk(': heartbeat\n\nid: 2\ndata: {}\n\n'));
	trace.step('left');
	trace.open('sse', 'GET /api/events HTTP/1.1\r\nLast-Event-ID: 1\r\nX:');
	trace.step('joined');
	trace.out(ok);
	trace.out(chunk('id: 3\ndata: {}\n\n'));
	trace.close();
	trace.step('left');
	expect(names('sse', trace.records)).toEqual([
		...['request', 'joined', 'response', 'event', 'heartbeat', 'event', 'left'],
		...['request:resume', 'joined:resume', 'event:resume', 'closed', 'left:closed']
	]);
});

it('distinguishes a poll after messages from one after an empty response', () => {
	const trace = createTrace();
	const answer = (body: string) =>
		`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;
	trace.open('long-polling', 'GET /api/rooms/r/poll?after=a');
	trace.out(answer('{"messages":[{}],"cursor":"b"}'));
	trace.open('long-polling', 'GET /api/rooms/r/poll?after=b');
	trace.out(answer('{"messages":[],"cursor":"b"}'));
	trace.open('long-polling', 'GET /api/rooms/r/poll?after=b');
	trace.open('publish', 'POST /api/rooms/r/messages');
	expect(names('long-polling', trace.records)).toEqual([
		...['request', 'response', 'request:next', 'response:empty', 'request:again', 'publish']
	]);
});

it('matches each acknowledgement of Socket.IO with its event', () => {
	const trace = createTrace();
	trace.open('socket-io', 'GET /socket.io/?EIO=4&transport=websocket');
	trace.out(switching);
	trace.out(frame(1, '0{"sid":"a"}'));
	trace.in(frame(1, '40', true));
	trace.out(frame(1, '40{"sid":"b"}'));
	trace.in(frame(1, '420["join-room",{}]', true));
	trace.out(frame(1, '430[{"ok":true}]'));
	trace.in(frame(1, '421["message",{}]', true));
	trace.out(frame(1, '42["message",{}]'));
	trace.out(frame(1, '431[{"ok":true}]'));
	trace.in(frame(1, '422["leave-room",{}]', true));
	expect(names('socket-io', trace.records)).toEqual([
		...['connect', 'connected', 'join', 'join:ack', 'send', 'ack', 'leave']
	]);
});

it('reads the values of query.live and its beginning and end', () => {
	const trace = createTrace();
	const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
	trace.open('query-live', 'GET /_app/remote/a/newestMessages');
	trace.step('joined');
	trace.out('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
	trace.out(chunk('data: {"type":"result","result":"[[]]"}\n\n'));
	trace.close();
	trace.step('left');
	expect(names('query-live', trace.records)).toEqual(['joined', 'value', 'left']);
});

it('counts each signal, with its first and last time', () => {
	const signals = [5, 3, 9].map((t) => ({ name: 'event', t }));
	expect([...countSignals([...signals, { name: 'ack', t: 4 }])]).toEqual([
		['event', { count: 3, first: 3, last: 9 }],
		['ack', { count: 1, first: 4, last: 4 }]
	]);
});
