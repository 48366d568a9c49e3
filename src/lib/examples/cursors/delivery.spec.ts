import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDelivery } from './delivery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A delivery, and what it has sent: `hello`, edits and the full state. */
function rig() {
	const sent: string[] = [];
	const connection = { isOpen: true, fullState: 'full' };
	const shown: { unconfirmed: number; refusal: string | null } = { unconfirmed: 0, refusal: null };
	const send = (event: string) => {
		if (connection.isOpen) sent.push(event);
		return connection.isOpen;
	};
	const delivery = createDelivery({
		sendHello: () => void send('hello'),
		send,
		fullState: () => connection.fullState,
		onChange: (unconfirmed, refusal) => Object.assign(shown, { unconfirmed, refusal })
	});
	return { delivery, sent, connection, shown };
}

it('resends the full state after the delay of a rejection, by default after a second', () => {
	const { delivery, sent, shown } = rig();
	delivery.edited('a');
	delivery.refused('rate_limited', 3_000);
	expect(shown).toEqual({ unconfirmed: 1, refusal: 'rate_limited' });
	vi.advanceTimersByTime(2_999);
	expect(sent).toEqual(['a']);
	vi.advanceTimersByTime(1);
	expect(sent).toEqual(['a', 'hello', 'full']);

	delivery.refused('broker_unavailable');
	vi.advanceTimersByTime(1_000);
	expect(sent).toEqual(['a', 'hello', 'full', 'hello', 'full']);
	expect(shown).toEqual({ unconfirmed: 1, refusal: 'broker_unavailable' });
	delivery.confirmed('full');
	expect(shown).toEqual({ unconfirmed: 0, refusal: null });
	expect(vi.getTimerCount()).toBe(0);
});

it('resends once for several rejections, including later edits', () => {
	const { delivery, sent, shown } = rig();
	for (const update of ['a', 'b', 'c']) delivery.edited(update);
	delivery.refused('rate_limited');
	vi.advanceTimersByTime(500);
	delivery.refused('rate_limited');
	delivery.edited('d');
	expect(shown.unconfirmed).toBe(4);
	expect(vi.getTimerCount()).toBe(1);
	vi.advanceTimersByTime(500);
	expect(sent).toEqual(['a', 'b', 'c', 'hello', 'full']);
	// One of them was recorded after all, but the full state is not confirmed yet.
	delivery.confirmed('b');
	expect(shown.unconfirmed).toBe(1);
	delivery.confirmed('full');
	expect(shown).toEqual({ unconfirmed: 0, refusal: null });
});

it('treats ten seconds without an answer as a loss, but not while answers arrive', () => {
	const { delivery, sent } = rig();
	delivery.edited('a');
	vi.advanceTimersByTime(9_000);
	delivery.edited('b');
	delivery.confirmed('a');
	vi.advanceTimersByTime(9_999);
	expect(sent).toEqual(['a', 'b']);
	vi.advanceTimersByTime(1);
	expect(sent).toEqual(['a', 'b', 'hello', 'full']);
});

it('reports an edit that is too large or invalid, and does not resend it', () => {
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

it('reports no rejection when only a pointer was rejected, and sends hello again', () => {
	const { delivery, sent, shown } = rig();
	delivery.refused('rate_limited');
	expect(shown.refusal).toBeNull();
	vi.advanceTimersByTime(1_000);
	expect(sent).toEqual(['hello']);
	expect(vi.getTimerCount()).toBe(0);
});

it('keeps edits made while disconnected and sends the full state on the next connection', () => {
	const { delivery, sent, connection, shown } = rig();
	delivery.edited('a');
	delivery.refused('draining');
	connection.isOpen = false;
	delivery.lost();
	delivery.edited('b');
	expect(vi.getTimerCount()).toBe(0);
	expect(shown).toEqual({ unconfirmed: 2, refusal: null });
	connection.isOpen = true;
	delivery.resync();
	expect(sent).toEqual(['a', 'hello', 'full']);
	delivery.dispose();
	expect(vi.getTimerCount()).toBe(0);
});
