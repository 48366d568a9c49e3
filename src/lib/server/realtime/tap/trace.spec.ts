import { afterEach, beforeEach, expect, it, vi, type Mock } from 'vitest';
import type { TraceEvent } from '../../../protocol/trace.ts';
import {
	maxTraceBytes,
	maxTraceMs,
	maxTraceRecords,
	traceBurstBytes,
	traceBytesPerSecond
} from '../limits.ts';
import { Trace } from './trace.ts';

const bytes = (offset: number) => ({ connection: 1, direction: 'out', offset }) as const;
const half = Buffer.alloc(traceBurstBytes / 2);

let events: TraceEvent[];
let isFull: boolean;
let end: Mock<(last: readonly TraceEvent[]) => void>;
let trace: Trace;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
	events = [];
	isFull = false;
	end = vi.fn((last) => void events.push(...last));
	trace = new Trace('a'.repeat(24), '192.0.2.1', {
		send: (event) => {
			if (!isFull) events.push(event);
			return !isFull;
		},
		end
	});
});
afterEach(() => {
	trace.end();
	vi.useRealTimers();
});

const types = () => events.map(({ type }) => type);
const last = () => events.at(-1);

it('bytes that pass too fast for a trace are only counted, and their number is reported before the next bytes [trace-limits]', () => {
	for (const n of [0, 1, 2]) trace.recordBytes(bytes(n * half.length), half);
	expect(types()).toEqual(['started', 'bytes', 'bytes']);
	vi.advanceTimersByTime(1000);
	trace.recordBytes(bytes(3 * half.length), Buffer.alloc(traceBytesPerSecond));
	trace.recordBytes(bytes(0), Buffer.alloc(1));
	expect(types()).toEqual(['started', 'bytes', 'bytes', 'omitted', 'bytes']);
	expect(events[3]).toMatchObject({ bytes: half.length });
});

it('a trace ends above `maxTraceBytes`, and reports how many bytes it did not send [trace-limits]', () => {
	for (let offset = 0; offset <= maxTraceBytes; offset += half.length) {
		trace.recordBytes(bytes(offset), half);
		vi.advanceTimersByTime((half.length / traceBytesPerSecond) * 1000);
	}
	expect(types().slice(-3)).toEqual(['bytes', 'omitted', 'ended']);
	expect(last()).toMatchObject({ reason: 'bytes' });
	expect(end).toHaveBeenCalledOnce();
});

it('a trace ends above `maxTraceRecords` [trace-limits]', () => {
	for (let n = 0; n <= maxTraceRecords; n++) {
		trace.record({ type: 'step', connection: 1, step: 'joined' });
	}
	expect(events).toHaveLength(maxTraceRecords + 2);
	expect(last()).toMatchObject({ type: 'ended', reason: 'records' });
});

it('a trace ends when its reader leaves too much unread, and reports how many bytes it omitted [trace-limits]', () => {
	isFull = true;
	trace.recordBytes(bytes(0), Buffer.alloc(5));
	expect(types()).toEqual(['started', 'omitted', 'ended']);
	expect(events[1]).toMatchObject({ bytes: 5 });
	expect(last()).toMatchObject({ reason: 'slow' });
	trace.recordBytes(bytes(5), Buffer.alloc(5));
	trace.record({ type: 'step', connection: 1, step: 'joined' });
	trace.pong(1);
	expect(events).toHaveLength(3);
	expect(trace.nextNumber()).toBeNull();
});

it('a trace ends after `maxTraceMs` [trace-limits]', () => {
	vi.advanceTimersByTime(maxTraceMs - 1);
	expect(end).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(last()).toMatchObject({ type: 'ended', reason: 'time', t: maxTraceMs });
});
