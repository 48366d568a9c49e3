import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCursor, type Cursor } from '../../../protocol/cursor.ts';
import { bytesOf } from './broker.ts';
import { RoomLog } from './room-log.ts';
import { dedupeMs, historyLength, historyMs } from '../limits.ts';

const room = 'room';
const draft = (text: string, clientId?: string) => ({
	room,
	user: 'Ada',
	text,
	via: 'http' as const,
	...(clientId !== undefined && { clientId })
});

function filled(count: number, now = 0) {
	const log = new RoomLog(room);
	for (let n = 1; n <= count; n++) log.append(draft(`m${n}`), now, n);
	return log;
}

const at = (log: RoomLog, seq: number): Cursor => ({ epoch: log.last.epoch, seq });

describe('append', () => {
	it('numbers messages from 1 and includes the epoch in their ids', () => {
		const log = new RoomLog(room);
		expect(log.last.seq).toBe(0);
		const { message } = log.append(draft('hi'), 0, 1234);
		expect(message).toEqual({
			id: `${log.last.epoch}.1`,
			seq: 1,
			room,
			user: 'Ada',
			text: 'hi',
			timestamp: 1234,
			via: 'http'
		});
		expect(parseCursor(message.id)).toEqual(log.last);
	});

	it('gives two rooms different epochs', () => {
		expect(new RoomLog(room).last.epoch).not.toBe(new RoomLog(room).last.epoch);
	});

	it('returns the first message for a repeated clientId for five minutes', () => {
		const log = new RoomLog(room);
		const { message } = log.append(draft('once', 'c1'), 0, 0);
		expect(log.append(draft('once', 'c1'), dedupeMs - 1, 9)).toEqual({ message, isRepeat: true });
		expect(log.append(draft('once', 'c1'), dedupeMs, 9)).toMatchObject({
			isRepeat: false,
			message: { seq: 2 }
		});
	});

	it('rejects another text under the same clientId', () => {
		const log = new RoomLog(room);
		log.append(draft('one', 'c1'), 0, 0);
		expect(() => log.append(draft('two', 'c1'), 1, 1)).toThrow(/clientId/);
		expect(log.last.seq).toBe(1);
	});

	it('recognizes the repeat of a message that history has already dropped', () => {
		const log = new RoomLog(room);
		const { message } = log.append(draft('first', 'c1'), 0, 0);
		for (let n = 0; n < historyLength; n++) log.append(draft('x'), 0, 0);
		expect(log.append(draft('first', 'c1'), 1, 1)).toEqual({ message, isRepeat: true });
	});
});

describe('bytes', () => {
	it('is the sum of the held messages; a tally is the sum over all its logs', () => {
		const tally = { bytes: 0 };
		const [one, other] = [new RoomLog('one', tally), new RoomLog('other', tally)];
		one.append(draft('a'), 0, 0);
		other.append(draft('漢字'), 0, 0);
		expect(one.bytes).toBe(bytesOf({ text: 'a' }));
		expect(tally.bytes).toBe(bytesOf({ text: 'a' }) + bytesOf({ text: '漢字' }));
		one.prune(historyMs);
		other.shrink(0);
		expect([one.bytes, other.bytes, tally.bytes]).toEqual([0, 0, 0]);
	});
});

describe('read', () => {
	it('returns no messages without a cursor, only the position of the room', () => {
		const log = filled(3);
		expect(log.read(null, 10, 0)).toEqual({
			last: at(log, 3),
			gap: null,
			messages: [],
			end: at(log, 3)
		});
	});

	it('returns the messages after a cursor page by page', () => {
		const log = filled(5);
		const page = log.read(at(log, 1), 2, 0);
		expect(page.messages.map(({ seq }) => seq)).toEqual([2, 3]);
		expect(page).toMatchObject({ gap: null, end: at(log, 3), last: at(log, 5) });
		expect(log.read(page.end, 9, 0).messages.map(({ seq }) => seq)).toEqual([4, 5]);
		expect(log.read(at(log, 5), 9, 0)).toMatchObject({ messages: [], end: at(log, 5) });
	});

	it('reports exactly the messages that it no longer holds [gap]', () => {
		const log = filled(historyLength + 7);
		const page = log.read(at(log, 2), 1, 0);
		expect(page.gap).toEqual({
			room,
			reason: 'expired',
			from: 3,
			to: 7,
			cursor: `${log.last.epoch}.7`
		});
		expect(page.messages.map(({ seq }) => seq)).toEqual([8]);
		expect(log.read(at(log, 7), 1, 0).gap).toBeNull();
	});

	it('drops messages after ten minutes and still reports them in a gap', () => {
		const log = filled(2);
		log.append(draft('m3'), historyMs - 1, 3);
		const page = log.read(at(log, 0), 10, historyMs);
		expect(page.gap).toMatchObject({ reason: 'expired', from: 1, to: 2 });
		expect(page.messages.map(({ seq }) => seq)).toEqual([3]);
		const later = log.read(at(log, 0), 10, 3 * historyMs);
		expect(later).toMatchObject({ gap: { from: 1, to: 3 }, messages: [], end: at(log, 3) });
	});

	it.each([
		['another epoch', { epoch: 'other', seq: 1 }],
		['a position after the last message', { seq: 4 }]
	])('answers %s with a reset, then all held messages', (_, after) => {
		const log = filled(3);
		const page = log.read({ ...log.last, ...after }, 10, 0);
		expect(page.gap).toEqual({
			room,
			reason: 'reset',
			from: null,
			to: null,
			cursor: `${log.last.epoch}.0`
		});
		expect(page.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
	});

	it('neither skips nor repeats a message, whatever is published, read and dropped [gap-always]', () => {
		const step = fc.record({
			publish: fc.nat({ max: 400 }),
			wait: fc.nat({ max: historyMs / 3 }),
			limit: fc.integer({ min: 1, max: 90 })
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
				const log = new RoomLog(room);
				let now = 0;
				let known = log.last;
				for (const { publish, wait, limit } of steps) {
					for (let n = 0; n < publish; n++) log.append(draft('x'), now, now);
					now += wait;
					const { gap, messages, end } = log.read(known, limit, now);
					const announced = gap === null ? [] : range(gap.from ?? NaN, gap.to ?? NaN);
					const seen = [...announced, ...messages.map(({ seq }) => seq)];
					expect(seen).toEqual(range(known.seq + 1, end.seq));
					known = end;
				}
			})
		);
	});
});

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}
