import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf } from './broker.ts';
import { RoomLog } from './room-log.ts';
import { historyMs } from '../limits.ts';

const room = 'room';
const draft = (text: string) => ({ room, user: 'Ada', text, via: 'http' as const });

it('the size is the sum of the held messages; a tally is the sum over all its logs', () => {
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
it('reading neither skips nor repeats a message, whatever is published, read and dropped [gap-always]', () => {
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
function range(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}
