import fc from 'fast-check';
import { expect, it } from 'vitest';
import { empty, take, unreadOf } from './inbox.ts';
import { formatMark, parseMark } from './mark.ts';
import type { ServerEvent } from './protocol.ts';

const who = '0'.repeat(24);
const notice = (n: number): ServerEvent => ({
	...({ type: 'notified', from: who, name: '朝子', text: `知らせ${String(n)}`, to: 'me' } as const),
	id: `a.${String(n)}`,
	at: n
});
const all = (events: readonly ServerEvent[]) => events.reduce(take, empty);

it('converges to the same list and count, whatever the order and repetition of events', () => {
	const events: ServerEvent[] = [
		...[1, 2, 3, 4].map(notice),
		{ type: 'read', ids: ['a.2'] },
		{ type: 'read', ids: ['a.4', 'a.2'] }
	];
	const twice = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });
	fc.assert(
		fc.property(twice, (shuffled) => {
			const inbox = all(shuffled);
			expect(inbox.notices.map(({ at }) => at)).toEqual([4, 3, 2, 1]);
			expect(unreadOf(inbox).map(({ at }) => at)).toEqual([3, 1]);
		})
	);
});

it('W5: keeps the newest 200 notifications and their read marks', () => {
	const inbox = all(Array.from({ length: 300 }, (_, n) => notice(n)));
	expect(inbox.notices).toHaveLength(200);
	expect(inbox.notices[0]?.at).toBe(299);
	expect(unreadOf(take(inbox, { type: 'read', ids: inbox.notices.map(({ id }) => id) }))).toEqual(
		[]
	);
});

it('ignores events that are neither notifications nor read marks', () => {
	for (const event of [
		{ type: 'ready' },
		{ type: 'gap' },
		{ type: 'entered', who, name: '朝子' }
	] as const) {
		expect(take(empty, event)).toBe(empty);
	}
});

it('encodes a position in two journals, and starts over without a mark', () => {
	for (const mark of [
		{ inbox: null, room: null },
		{ inbox: 'a.1', room: null },
		{ inbox: null, room: 'b.2' },
		{ inbox: 'a.1', room: 'b.2' }
	]) {
		expect(parseMark(formatMark(mark))).toEqual(mark);
	}
	expect(parseMark(null)).toEqual({ inbox: null, room: null });
	expect(parseMark('')).toEqual({ inbox: null, room: null });
});
