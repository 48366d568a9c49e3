import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { recordedNames, type RecordedName, type RecordedTrace } from './recorded.ts';

const read = (file: string): unknown =>
	JSON.parse(readFileSync(`src/lib/labs/wire/${file}`, 'utf8'));
const traces = Object.fromEntries(
	recordedNames.map((name) => [name, read(`recorded/${name}.json`)])
) as Record<RecordedName, RecordedTrace>;
const figures = figuresOf(traces);

it('the figures that pages print are those of the recorded traces', () => {
	expect(read('figures.json')).toEqual(figures);
});

it('the figures name the day of the recording, the message and the browser', () => {
	expect(figures).toMatchObject({
		recordedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
		text: { value: 'こんにちは', bytes: 15 },
		client: expect.stringMatching(/^Chromium \d+$/)
	});
});

it('a connection takes one request, with Socket.IO several, with long polling none', () => {
	const requests = (name: RecordedName) => figures[name].handshake.requests;
	expect(requests('sse')).toBe(1);
	expect(requests('websocket')).toBe(1);
	expect(requests('query-live')).toBe(1);
	// The requests that open the session, send CONNECT, fetch its answer and upgrade, and the poll that the upgrade ends.
	expect(requests('socket-io')).toBe(5);
	expect(figures['long-polling'].handshake).toEqual({ bytes: 0, requests: 0 });
});

it('the handshake of WebSocket is the head of its request and that of the response', () => {
	const { records } = traces.websocket;
	const heads = records.filter(({ type }) => type === 'bytes').slice(0, 2);
	const bytes = heads.map((record) => (record.type === 'bytes' ? atob(record.bytes).length : 0));
	expect(figures.websocket.handshake.bytes).toBe(bytes[0]! + bytes[1]!);
});

it('a message takes a request of its own unless an open connection carries messages in its direction', () => {
	const sent = recordedNames.filter((name) => figures[name].sent.requests > 0);
	expect(sent).toEqual(['sse', 'long-polling', 'query-live']);
	const received = recordedNames.filter((name) => figures[name].received.requests > 0);
	expect(received).toEqual(['long-polling']);
});

it('a trace without the message is rejected', () => {
	const empty = { ...traces, sse: { ...traces.sse, records: [] } };
	expect(() => figuresOf(empty)).toThrow('the trace of sse has no message');
});
