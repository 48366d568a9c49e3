import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, recordsOf, request, response } from '../fixture.ts';
import type { Item } from '../timeline.ts';
import { merge, nameOf, stepOf } from './fixture.ts';
import type { BrowserItem } from './merge.ts';

/** Opened at 0 ms, request at 1, response at 2, two events at 3 and 4. */
const records = recordsOf([
	['in', request],
	['out', response],
	['out', chunk],
	['out', chunk]
]);

const source = (at: number) => stepOf({ at, target: '/x' });
const opened = (at: number) => stepOf({ at, action: 'open' });
const message = (at: number) => stepOf({ at, action: 'message', name: 'message', bytes: 27 });

const isBrowser = (item: Item): item is BrowserItem => item.type === 'browser';

describe('a step in the browser', () => {
	it('is at its time among the items of the server', () => {
		const items = merge(records, [source(-5), opened(2.5), message(3.5), message(9)], 0.1);
		expect(items.map(nameOf)).toEqual([
			...['EventSource new', 'open', 'in http.head', 'out http.head', 'EventSource open'],
			...['out http.chunk', 'EventSource message', 'out http.chunk', 'EventSource message']
		]);
		expect(items.filter(isBrowser).map(({ t }) => t)).toEqual([-5, 2.5, 3.5, 9]);
		expect(items.filter(isBrowser).map(({ connection }) => connection?.number)).toEqual([
			1, 1, 1, 1
		]);
		expect(items.filter(isBrowser).some(({ isUndecided }) => isUndecided)).toBe(false);
	});

	it('is before its request and after its response, even if the estimate says otherwise', () => {
		const items = merge(records, [source(0.6), opened(1.4), message(2.2)], 0.9);
		expect(items.map(nameOf)).toEqual([
			...['EventSource new', 'open', 'in http.head', 'out http.head', 'EventSource open'],
			...['out http.chunk', 'EventSource message', 'out http.chunk']
		]);
		expect(items.filter(isBrowser).map(({ t }) => t)).toEqual([0, 2, 3]);
	});

	it('is after an item of the server with the same time, unless it certainly happened before that item', () => {
		const step = { type: 'step', t: 0, connection: 1, step: 'joined' } as const;
		const other = stepOf({ at: 4, source: 0, api: 'outbox', action: 'queued' });
		const items = merge(
			[...records, step].sort((a, b) => a.t - b.t),
			[source(0), other],
			0
		);
		expect(items.map(nameOf).slice(0, 2)).toEqual(['EventSource new', 'open']);
		expect(items.map(nameOf).at(-1)).toBe('outbox queued');
	});

	it('says that its order is unknown only if an item of the server is within the error', () => {
		const undecided = (...steps: Parameters<typeof merge>[1]) =>
			merge(records, steps, 0.4)
				.filter(isBrowser)
				.map(({ isUndecided }) => isUndecided);
		const queued = (at: number) => stepOf({ at, source: 0, api: 'outbox', action: 'queued' });
		expect(undecided(queued(2.5), queued(2.7), queued(3.3), queued(3.5), queued(5))).toEqual([
			...[false, true, true, false, false]
		]);
		// A step that sends a request is certainly before it, whatever the error.
		expect(undecided(source(-0.1))).toEqual([false]);
	});

	it('stays in the order of the steps, and all times ascend, whatever the times are', () => {
		const times = fc.array(fc.double({ min: -3, max: 12, noNaN: true }), { maxLength: 30 });
		fc.assert(
			fc.property(times, fc.double({ min: 0, max: 3, noNaN: true }), (all, uncertainty) => {
				const steps = [...all]
					.sort((a, b) => a - b)
					.map((at) => stepOf({ at, source: 0, api: 'outbox', action: 'sent' }));
				const items = merge(records, steps, uncertainty);
				const merged = items.filter(isBrowser);
				expect(merged.map(({ key }) => key)).toEqual(steps.map((_, i) => `browser ${i}`));
				expect(items.filter((item) => !isBrowser(item))).toHaveLength(5);
				expect(items.map(({ t }) => t)).toEqual(items.map(({ t }) => t).sort((a, b) => a - b));
			})
		);
	});
});

describe('a request', () => {
	const at = (t: number, connection: number) => [
		{ ...records[0], t, connection } as (typeof records)[number]
	];
	const numbers = (items: readonly Item[]) =>
		items.filter(isBrowser).map(({ connection }) => connection?.number ?? null);

	it('of a reconnection belongs to the same EventSource, and the steps after it belong to that request', () => {
		const lost = stepOf({ at: 20, action: 'error', name: 'CONNECTING' });
		const items = merge([...records, ...at(30, 2)], [source(-1), lost, opened(40)]);
		expect(numbers(items)).toEqual([1, 1, 2]);
	});

	it('that arrives after a page has closed its EventSource belongs to the next EventSource', () => {
		const closed = stepOf({ at: 20, action: 'close' });
		const next = stepOf({ at: 25, source: 2, target: '/x' });
		expect(numbers(merge([...records, ...at(30, 2)], [source(-1), closed, next]))).toEqual([
			...[1, 1, 2]
		]);
	});

	it('that two objects could have sent belongs to neither', () => {
		const other = stepOf({ at: -0.5, source: 2, target: '/x' });
		expect(numbers(merge([...records, ...at(1, 2)], [source(-1), other]))).toEqual([null, null]);
	});

	it('with another target belongs to nobody', () => {
		expect(numbers(merge(records, [stepOf({ at: -1, target: '/y' })]))).toEqual([null]);
	});

	it('of Socket.IO is not matched to an event if there are several requests', () => {
		const kind = { kind: 'socket-io', target: '/socket.io/?guest=a&EIO=4' } as const;
		const all = [...at(1, 1), ...at(3, 2)].map((record) => ({ ...record, ...kind }));
		const step = (t: number, changes: object) => stepOf({ at: t, api: 'socket.io', ...changes });
		const steps = [
			step(0, { target: '/socket.io/?guest=a' }),
			step(9, { action: 'message', name: 'x' })
		];
		expect(numbers(merge(all, steps))).toEqual([1, null]);
	});
});
