import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from './history.ts';

/** A history of `limit` events to which `count` events were added; event n is the single byte n. */
function historyOf(count: number, limit = 60): { history: History; ids: string[] } {
	const history = new History(limit);
	const ids = [history.since(null).from];
	for (let n = 1; n <= count; n++) {
		ids.push(history.nextId);
		history.add(Uint8Array.of(n));
	}
	return { history, ids };
}

const numbers = (chunks: readonly Uint8Array[]) => chunks.map((chunk) => chunk[0]);

describe('History', () => {
	test('starts with the next event when no id is given', () => {
		const { history, ids } = historyOf(3);
		expect(history.since(null)).toEqual({ from: ids[3], gap: null, missed: [] });
	});

	test('S5: returns exactly the events after the last one seen', () => {
		const { history, ids } = historyOf(5);
		const { from, gap, missed } = history.since(ids[2] ?? '');
		expect({ from, gap, missed: numbers(missed) }).toEqual({
			from: ids[2],
			gap: null,
			missed: [3, 4, 5]
		});
		expect(history.since(ids[5] ?? '').missed).toEqual([]);
	});

	test('S5: reports the numbers that it no longer holds', () => {
		const { history, ids } = historyOf(10, 4);
		expect(history.since(ids[6] ?? '').gap).toBeNull();
		const { from, gap, missed } = history.since(ids[2] ?? '');
		expect(gap).toEqual({ reason: 'expired', from: 3, to: 6 });
		expect(from).toBe(ids[6]);
		expect(numbers(missed)).toEqual([7, 8, 9, 10]);
	});

	test('S5: answers an id of another process with a reset', () => {
		const { history, ids } = historyOf(3);
		const { ids: otherIds } = historyOf(3);
		const { from, gap, missed } = history.since(otherIds[2] ?? '');
		expect(gap).toEqual({ reason: 'reset', from: null, to: null });
		expect(from).toBe(ids[0]);
		expect(numbers(missed)).toEqual([1, 2, 3]);
	});

	test('answers an id after the last event with a reset', () => {
		const { history, ids } = historyOf(3);
		const ahead = (ids[3] ?? '').replace(/3$/, '9');
		expect(history.since(ahead).gap?.reason).toBe('reset');
	});

	test.each(['', 'x', '1', '.1', 'a.b', 'a.-1', `a.${'9'.repeat(40)}`, 'a.1\nb'])(
		'starts with the next event for the invalid id %j',
		(text) => {
			const { history, ids } = historyOf(2);
			expect(history.since(text)).toEqual({ from: ids[2], gap: null, missed: [] });
		}
	);

	test('S5: each event is seen, lost or replayed exactly once', () => {
		const counts = fc.record({
			events: fc.integer({ min: 0, max: 40 }),
			limit: fc.integer({ min: 1, max: 20 }),
			seen: fc.nat(40)
		});
		fc.assert(
			fc.property(counts, ({ events, limit, seen }) => {
				const { history, ids } = historyOf(events, limit);
				const last = Math.min(seen, events);
				const { gap, missed } = history.since(ids[last] ?? '');
				const lost = gap?.from ? (gap.to ?? 0) - gap.from + 1 : 0;
				expect(last + lost + missed.length).toBe(events);
				expect(missed.length).toBeLessThanOrEqual(limit);
			})
		);
	});
});
