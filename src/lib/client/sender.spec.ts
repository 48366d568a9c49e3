import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '$lib/protocol/errors.ts';
import { Outbox } from './outbox.ts';
import { createSender } from './sender.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup({ ready = true, timeoutMs = 0 } = {}) {
	let count = 0;
	const outbox = new Outbox({ newId: () => `c${++count}` });
	const transmitted: string[] = [];
	const onTimeout = vi.fn();
	const line = { ready };
	const sender = createSender({
		outbox,
		ready: () => line.ready,
		transmit: ({ text }) => transmitted.push(text),
		onChange: () => undefined,
		...(timeoutMs && { timeout: { ms: timeoutMs, onTimeout } })
	});
	return { outbox, sender, transmitted, onTimeout, line };
}

describe('sender', () => {
	it('W3: sends nothing while the connection is not ready, and everything in order afterwards', () => {
		const { outbox, sender, transmitted, line } = setup({ ready: false });
		outbox.add('r', 'one');
		outbox.add('r', 'two');
		sender.pump();
		expect(transmitted).toEqual([]);
		line.ready = true;
		sender.pump();
		sender.acknowledged('c1');
		expect(transmitted).toEqual(['one', 'two']);
	});

	it('waits as long as the server asks before it sends again', () => {
		const { outbox, sender, transmitted } = setup();
		outbox.add('r', 'one');
		sender.pump();
		sender.refused('c1', problem('rate_limited', { retryAfterMs: 500 }));
		outbox.add('r', 'two');
		sender.pump();
		vi.advanceTimersByTime(499);
		expect(transmitted).toEqual(['one']);
		vi.advanceTimersByTime(1);
		expect(transmitted).toEqual(['one', 'one']);
	});

	it('continues with the next message after a final rejection', () => {
		const { outbox, sender, transmitted } = setup();
		outbox.add('r', 'one');
		outbox.add('r', 'two');
		sender.pump();
		sender.refused('c1', problem('bad_message'));
		expect(transmitted).toEqual(['one', 'two']);
	});

	it('keeps the timeout of the next message when the previous one is acknowledged again', () => {
		const { outbox, sender, onTimeout } = setup({ timeoutMs: 100 });
		outbox.add('r', 'one');
		outbox.add('r', 'two');
		sender.pump();
		sender.acknowledged('c1');
		sender.acknowledged('c1');
		vi.advanceTimersByTime(100);
		expect(onTimeout).toHaveBeenCalledOnce();
	});

	it('calls onTimeout when no answer arrives in time, and only then', () => {
		const { outbox, sender, onTimeout } = setup({ timeoutMs: 1_000 });
		outbox.add('r', 'one');
		sender.pump();
		vi.advanceTimersByTime(999);
		sender.acknowledged('c1');
		vi.advanceTimersByTime(10_000);
		expect(onTimeout).not.toHaveBeenCalled();
		outbox.add('r', 'two');
		sender.pump();
		vi.advanceTimersByTime(1_000);
		expect(onTimeout).toHaveBeenCalledOnce();
	});

	it('leaves no timer behind', () => {
		const { outbox, sender } = setup({ timeoutMs: 1_000 });
		outbox.add('r', 'one');
		sender.pump();
		sender.dispose();
		expect(vi.getTimerCount()).toBe(0);
	});
});
