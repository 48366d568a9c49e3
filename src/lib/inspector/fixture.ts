import type { TraceRecord } from '$lib/protocol/trace.ts';
import { createTimeline, type Unit } from './timeline.ts';

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

/** Writes of one connection as records: `[direction, bytes or text]`. */
export function recordsOf(
	writes: readonly (readonly ['in' | 'out', string | Uint8Array])[]
): TraceRecord[] {
	const written = { in: 0, out: 0 };
	const open: TraceRecord = {
		...{ type: 'open', t: 0, connection: 1, kind: 'sse', method: 'GET', target: '/x' },
		isHeadExact: true
	};
	const rest = writes.map(([direction, content], i): TraceRecord => {
		const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
		const offset = written[direction];
		written[direction] += bytes.length;
		return {
			...{ type: 'bytes', t: i + 1, connection: 1, direction, offset },
			bytes: base64(bytes)
		};
	});
	return [open, ...rest];
}

/** A request, the head of its response, and a chunk with an SSE message. */
export const request = 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n';
export const response =
	'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
export const chunk = '22\r\ndata: {"text":"こんにちは"}\n\n\r\n';

/** The units of these writes. */
export function unitsOf(writes: Parameters<typeof recordsOf>[0]): Unit[] {
	return createTimeline(recordsOf(writes)).items.filter((item) => item.type === 'unit');
}

/** The unit of one frame on a connection that has become a WebSocket. */
export function frameOf(direction: 'in' | 'out', bytes: readonly number[]): Unit {
	return unitsOf([
		['in', 'GET /ws HTTP/1.1\r\n\r\n'],
		['out', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
		[direction, Uint8Array.from(bytes)]
	]).at(-1) as Unit;
}
