import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWhileVisible } from './open-while-visible.ts';

class Page extends EventTarget {
	visibilityState: DocumentVisibilityState = 'visible';
	become(state: DocumentVisibilityState) {
		this.visibilityState = state;
		this.dispatchEvent(new Event('visibilitychange'));
	}
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function setUp(state: DocumentVisibilityState = 'visible') {
	const page = new Page();
	page.visibilityState = state;
	let opened = 0;
	let closed = 0;
	const stop = openWhileVisible(
		() => {
			opened++;
			return () => closed++;
		},
		30_000,
		page
	);
	return { page, stop, counts: () => ({ opened, closed }) };
}

test('a tab that is hidden briefly keeps its connection', () => {
	const { page, counts } = setUp();
	for (let n = 0; n < 5; n++) {
		page.become('hidden');
		vi.advanceTimersByTime(29_999);
		page.become('visible');
	}
	vi.advanceTimersByTime(600_000);
	expect(counts()).toEqual({ opened: 1, closed: 0 });
});

test('a tab that is hidden for long closes its connection, and opens a new one when it is shown', () => {
	const { page, counts } = setUp();
	page.become('hidden');
	vi.advanceTimersByTime(30_000);
	expect(counts()).toEqual({ opened: 1, closed: 1 });
	page.become('visible');
	expect(counts()).toEqual({ opened: 2, closed: 1 });
});

test('a tab that was opened in the background connects when it is shown', () => {
	const { page, counts } = setUp('hidden');
	expect(counts()).toEqual({ opened: 0, closed: 0 });
	page.become('visible');
	expect(counts()).toEqual({ opened: 1, closed: 0 });
});

test('a stopped connection stays closed, without a timer', () => {
	const { page, stop, counts } = setUp();
	page.become('hidden');
	stop();
	expect(vi.getTimerCount()).toBe(0);
	page.become('visible');
	expect(counts()).toEqual({ opened: 1, closed: 1 });
});
