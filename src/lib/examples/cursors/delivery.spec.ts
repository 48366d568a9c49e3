import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDelivery } from './delivery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A delivery whose line records what goes out: `hello`, or an edit. */
function rig() {
	const sent: string[] = [];
	const line = { isUp: true, whole: 'whole' };
	const shown: { unconfirmed: number; refusal: string | null } = { unconfirmed: 0, refusal: null };
	const put = (what: string) => {
		if (line.isUp) sent.push(what);
		return line.isUp;
	};
	const delivery = createDelivery({
		greet: () => void put('hello'),
		send: put,
		whole: () => line.whole,
		onChange: (unconfirmed, refusal) => Object.assign(shown, { unconfirmed, refusal })
	});
	return { delivery, sent, line, shown };
}

it('sends the whole once more after the time that a refusal names, and a second where it names none', () => {
	const { delivery, sent, shown } = rig();
	delivery.edited('a');
	delivery.refused('rate_limited', 3_000);
	expect(shown).toEqual({ unconfirmed: 1, refusal: 'rate_limited' });
	vi.advanceTimersByTime(2_999);
	expect(sent).toEqual(['a']);
	vi.advanceTimersByTime(1);
	expect(sent).toEqual(['a', 'hello', 'whole']);

	delivery.refused('broker_unavailable');
	vi.advanceTimersByTime(1_000);
	expect(sent).toEqual(['a', 'hello', 'whole', 'hello', 'whole']);
	expect(shown).toEqual({ unconfirmed: 1, refusal: 'broker_unavailable' });
	delivery.confirmed('whole');
	expect(shown).toEqual({ unconfirmed: 0, refusal: null });
	expect(vi.getTimerCount()).toBe(0);
});

it('repeats once however many are refused at once, with all that was written meanwhile', () => {
	const { delivery, sent, shown } = rig();
	for (const update of ['a', 'b', 'c']) delivery.edited(update);
	delivery.refused('rate_limited');
	vi.advanceTimersByTime(500);
	delivery.refused('rate_limited');
	delivery.edited('d');
	expect(shown.unconfirmed).toBe(4);
	expect(vi.getTimerCount()).toBe(1);
	vi.advanceTimersByTime(500);
	expect(sent).toEqual(['a', 'b', 'c', 'hello', 'whole']);
	// One of them was recorded after all: the whole is still awaited.
	delivery.confirmed('b');
	expect(shown.unconfirmed).toBe(1);
	delivery.confirmed('whole');
	expect(shown).toEqual({ unconfirmed: 0, refusal: null });
});

it('takes ten seconds in which nothing comes back for a loss, but not while something does', () => {
	const { delivery, sent } = rig();
	delivery.edited('a');
	vi.advanceTimersByTime(9_000);
	delivery.edited('b');
	delivery.confirmed('a');
	vi.advanceTimersByTime(9_999);
	expect(sent).toEqual(['a', 'b']);
	vi.advanceTimersByTime(1);
	expect(sent).toEqual(['a', 'b', 'hello', 'whole']);
});

it('says of what is too large that it was not sent, and does not repeat it', () => {
	for (const code of ['too_large', 'bad_message']) {
		const { delivery, sent, shown } = rig();
		delivery.edited('a');
		delivery.refused(code);
		expect(shown.refusal).toBe(code);
		expect(vi.getTimerCount()).toBe(0);
		delivery.edited('b');
		expect(shown.refusal).toBeNull();
		expect(sent).toEqual(['a', 'b']);
		delivery.dispose();
	}
});

it('speaks of no edit where only a pointer was refused, and greets once more', () => {
	const { delivery, sent, shown } = rig();
	delivery.refused('rate_limited');
	expect(shown.refusal).toBeNull();
	vi.advanceTimersByTime(1_000);
	expect(sent).toEqual(['hello']);
	expect(vi.getTimerCount()).toBe(0);
});

it('keeps what is written without a connection, and sends it whole on the next one', () => {
	const { delivery, sent, line, shown } = rig();
	delivery.edited('a');
	delivery.refused('draining');
	line.isUp = false;
	delivery.lost();
	delivery.edited('b');
	expect(vi.getTimerCount()).toBe(0);
	expect(shown).toEqual({ unconfirmed: 2, refusal: null });
	line.isUp = true;
	delivery.again();
	expect(sent).toEqual(['a', 'hello', 'whole']);
	delivery.dispose();
	expect(vi.getTimerCount()).toBe(0);
});
