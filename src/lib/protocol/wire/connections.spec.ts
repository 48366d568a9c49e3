import { expect, it } from 'vitest';
import type { TraceRecord } from '../trace.ts';
import { collectConnections, fromBase64 } from './connections.ts';
import { utf8 } from './fixture.ts';

const open = (connection: number): TraceRecord => ({
	...{ type: 'open', t: 1, connection, kind: 'sse', method: 'GET', target: '/x' },
	isHeadExact: true
});
const bytes = (connection: number, direction: 'in' | 'out', offset: number, text: string) =>
	({
		...{ type: 'bytes', t: 2, connection, direction, offset },
		bytes: Buffer.from(text).toString('base64')
	}) satisfies TraceRecord;

it('puts the bytes of each connection and direction together, with their times', () => {
	const [one, two] = collectConnections([
		open(1),
		open(2),
		bytes(1, 'in', 0, 'ab'),
		bytes(2, 'in', 0, 'x'),
		bytes(1, 'in', 2, 'c'),
		bytes(1, 'out', 0, '日'),
		{ type: 'close', t: 9, connection: 1, bytesIn: 3, bytesOut: 3 }
	]);
	expect(one?.in.bytes).toEqual(utf8('abc'));
	expect(one?.in.writes).toEqual([
		{ t: 2, from: 0, to: 2, record: 2 },
		{ t: 2, from: 2, to: 3, record: 4 }
	]);
	expect(one?.out.bytes).toEqual(utf8('日'));
	expect([one?.closedAt, two?.closedAt]).toEqual([9, null]);
	expect(two?.in.bytes).toEqual(utf8('x'));
});

it('stops at a gap, and counts as missing all bytes from there to the end of the last record', () => {
	const [one] = collectConnections([
		open(1),
		bytes(1, 'out', 0, 'ab'),
		bytes(1, 'out', 5, 'fg'),
		bytes(1, 'out', 7, 'h')
	]);
	expect(one?.out.bytes).toEqual(utf8('ab'));
	expect(one?.out.missing).toBe(6);
});

it('ignores records of unknown connections and malformed base64', () => {
	expect(collectConnections([bytes(3, 'in', 0, 'x')])).toEqual([]);
	expect(fromBase64('*')).toEqual(utf8(''));
});
