import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchLiveness } from './watch-liveness.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function watch() {
	const ask = vi.fn();
	const onDead = vi.fn();
	return { ask, onDead, watch: watchLiveness({ ask, onDead }) };
}

it('W2: asks after 30 seconds of silence, and reports a peer that has not answered after 10 more', () => {
	const { ask, onDead, watch: liveness } = watch();
	liveness.start();
	vi.advanceTimersByTime(29_000);
	expect(ask).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1_000);
	expect(ask).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(9_000);
	expect(onDead).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1_000);
	expect(onDead).toHaveBeenCalledTimes(1);
	liveness.stop();
});

it('accepts anything received as an answer, and asks nothing once stopped', () => {
	const { ask, onDead, watch: liveness } = watch();
	liveness.start();
	liveness.probe();
	liveness.heard();
	vi.advanceTimersByTime(29_000);
	liveness.stop();
	vi.advanceTimersByTime(120_000);
	expect(ask).toHaveBeenCalledTimes(1);
	expect(onDead).not.toHaveBeenCalled();
});

it('uses other intervals, and never asks if `quietMs` is infinite', () => {
	const ask = vi.fn();
	const onDead = vi.fn();
	const quick = watchLiveness({ ask, onDead, quietMs: 400, answerMs: 300, checkMs: 50 });
	quick.start();
	vi.advanceTimersByTime(400);
	expect(ask).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(300);
	expect(onDead).toHaveBeenCalledTimes(1);
	quick.stop();

	const never = watchLiveness({ ask, onDead, quietMs: Infinity });
	never.start();
	vi.advanceTimersByTime(3_600_000);
	expect(ask).toHaveBeenCalledTimes(1);
	never.stop();
});
