import { expect, it } from 'vitest';
import { dump } from './dump.ts';
import { chunk, frameOf, recordsOf, request, response } from './fixture.ts';
import { describe as describeItem, mainProtocol, summarize } from './summary.ts';
import { text } from './text.ts';
import { createTimeline, filterItems, isRebuilt, noFilter } from './timeline.ts';

const records = [
	...recordsOf([
		['in', request],
		['out', response + chunk],
		['out', chunk]
	]),
	{ type: 'step', t: 9, connection: 1, step: 'fanned-out', detail: 3 } as const,
	{ type: 'close', t: 10, connection: 1, bytesIn: 1, bytesOut: 1 } as const
];
const { items } = createTimeline(records);

it('lists heads, chunks and steps in the order of their records', () => {
	const seen = items.map((item) =>
		item.type === 'unit'
			? `${item.record} ${item.t} ${item.direction} ${item.span.field} ${mainProtocol(item)}`
			: `${item.record} ${item.t} ${item.type}`
	);
	expect(seen).toEqual([
		'0 0 open',
		'1 1 in http.head http',
		'2 2 out http.head http',
		'2 2 out http.chunk sse',
		'3 3 out http.chunk sse',
		'4 9 step',
		'5 10 close'
	]);
});

it('describes each item in one line', () => {
	expect(items.map(describeItem)).toEqual([
		'リクエスト1を記録：SSE',
		'GET /x HTTP/1.1',
		'HTTP/1.1 200 OK',
		'data: {"text":"こんにちは"}',
		'data: {"text":"こんにちは"}',
		'ルームの全員に配信 3',
		'リクエスト1の記録を終了'
	]);
});

it('a head that arrived in pieces is the only unit that counts as rebuilt, and its dump says so', () => {
	const rebuilt = records.map((record) =>
		record.type === 'open' ? { ...record, isHeadExact: false } : record
	);
	const units = createTimeline(rebuilt).items.filter((item) => item.type === 'unit');
	expect(units.map((unit) => isRebuilt(unit))).toEqual([true, false, false, false]);
	expect(units.map((unit) => dump(unit).includes(text.rebuilt))).toEqual([
		true,
		false,
		false,
		false
	]);
	const exact = items.filter((item) => item.type === 'unit');
	expect(exact.some((unit) => isRebuilt(unit))).toBe(false);
});

it('names the code of a close frame instead of its bytes', () => {
	expect(summarize(frameOf('out', [0x88, 4, 0x11, 0x30, 0x6f, 0x6b]))).toBe('close 4400 ok');
});

it('filters by direction, connection and protocol; steps belong to no protocol', () => {
	const count = (filter: Partial<typeof noFilter>) =>
		filterItems(items, { ...noFilter, ...filter }).length;
	expect(count({})).toBe(7);
	expect(count({ hasServerSteps: false })).toBe(4);
	expect(count({ direction: 'in', hasServerSteps: false })).toBe(1);
	expect(count({ protocol: 'sse' })).toBe(2);
	expect(count({ protocol: 'websocket' })).toBe(0);
	expect(count({ connection: 2 })).toBe(0);
});
