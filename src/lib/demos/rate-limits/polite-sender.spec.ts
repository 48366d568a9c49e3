import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBucket } from './bucket.ts';
import { createPoliteSender } from './polite-sender.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function rig() {
	const sent: number[] = [];
	let isReady = true;
	const sender = createPoliteSender({
		bucket: createBucket(8, 2),
		isReady: () => isReady,
		transmit: (number) => sent.push(number),
		now: () => Date.now()
	});
	return { sent, sender, setReady: (value: boolean) => (isReady = value) };
}

it('sends as many messages as there are tokens, and the others in order as tokens are refilled', () => {
	const { sent, sender } = rig();
	sender.add(...upTo(10));
	expect(sent).toEqual(upTo(8));
	vi.advanceTimersByTime(500);
	expect(sent).toEqual(upTo(9));
	vi.advanceTimersByTime(500);
	expect(sent).toEqual(upTo(10));
	expect(vi.getTimerCount()).toBe(0);
});

it('waits as long as the server asks, then sends the rejected messages again in order', () => {
	const { sent, sender } = rig();
	sender.add(1, 2, 3);
	sender.rejected(2, 4000);
	sender.rejected(3, 4000);
	sender.add(4);
	vi.advanceTimersByTime(3999);
	expect(sent).toEqual([1, 2, 3]);
	vi.advanceTimersByTime(1);
	expect(sent).toEqual([1, 2, 3, 2, 3, 4]);
});

it('keeps messages while disconnected, and sends them after the connection is open again', () => {
	const { sent, sender, setReady } = rig();
	setReady(false);
	sender.add(1, 2);
	vi.advanceTimersByTime(10_000);
	expect(sent).toEqual([]);
	setReady(true);
	sender.pump();
	expect(sent).toEqual([1, 2]);
});

it('sends nothing after it has been stopped', () => {
	const { sent, sender } = rig();
	sender.add(...upTo(9));
	sender.stop();
	vi.advanceTimersByTime(10_000);
	expect(sent).toEqual(upTo(8));
});
