import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWatchdog } from './watchdog.ts';

const onDead = vi.fn();

beforeEach(() => {
	vi.useFakeTimers();
	onDead.mockClear();
});
afterEach(() => {
	vi.useRealTimers();
});

test('the watchdog calls back once, after the time without messages', () => {
	createWatchdog(30_000, onDead);
	vi.advanceTimersByTime(29_999);
	expect(onDead).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(onDead).toHaveBeenCalledOnce();
	vi.advanceTimersByTime(600_000);
	expect(onDead).toHaveBeenCalledOnce();
});

test('each message restarts the single timer', () => {
	const watchdog = createWatchdog(30_000, onDead);
	for (let n = 0; n < 10; n++) {
		vi.advanceTimersByTime(29_999);
		watchdog.heard();
		expect(vi.getTimerCount()).toBe(1);
	}
	expect(onDead).not.toHaveBeenCalled();
	vi.advanceTimersByTime(30_000);
	expect(onDead).toHaveBeenCalledOnce();
});

test.each(['stopped', 'dead'])(
	'W13: once the watchdog is %s, a late message starts no timer',
	(end) => {
		const watchdog = createWatchdog(30_000, onDead);
		if (end === 'stopped') watchdog.stop();
		else vi.advanceTimersByTime(30_000);
		onDead.mockClear();
		watchdog.heard();
		expect(vi.getTimerCount()).toBe(0);
		expect(onDead).not.toHaveBeenCalled();
	}
);
