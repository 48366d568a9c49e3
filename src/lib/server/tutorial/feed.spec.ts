import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Feed, type Reader } from './feed.ts';

let feed: Feed;

beforeEach(() => {
	vi.useFakeTimers();
	feed = new Feed();
});

afterEach(() => {
	feed.end();
	vi.useRealTimers();
});

function reader(name?: string) {
	return { name, send: vi.fn<Reader['send']>(), end: vi.fn<Reader['end']>() };
}

const seconds = (count: number) => vi.advanceTimersByTime(count * 1_000);

describe('Feed', () => {
	test('does not work before somebody listens', () => {
		expect(vi.getTimerCount()).toBe(0);
		feed.join(reader(), null);
		expect(vi.getTimerCount()).toBe(1);
	});

	test('stops a minute after the last reader has left, and no sooner', () => {
		const before = process.listenerCount('SIGTERM');
		const leave = feed.join(reader(), null);
		seconds(100);
		leave();
		seconds(59);
		expect(vi.getTimerCount()).toBe(1);
		seconds(2);
		expect(vi.getTimerCount()).toBe(0);
		expect(process.listenerCount('SIGTERM')).toBe(before);
	});

	test('goes on with the same numbers when somebody comes after the stop', () => {
		feed.join(reader(), null)();
		seconds(61);
		expect(vi.getTimerCount()).toBe(0);
		const back = reader();
		feed.join(back, null);
		seconds(1);
		expect(String(back.send.mock.calls[1]?.[0])).toMatch(/\.61\ndata: /);
	});

	test('S1: leaving twice is leaving once', () => {
		const one = reader();
		const leave = feed.join(one, null);
		leave();
		leave();
		expect(feed.readers).toBe(0);
		feed.end();
		expect(one.end).not.toHaveBeenCalled();
	});

	test('a reader who leaves while the others are being served is not served any more', () => {
		const second = reader();
		const leave: (() => void)[] = [];
		feed.join({ ...reader(), send: () => leave[0]?.() }, null);
		leave.push(feed.join(second, null));
		seconds(1);
		expect(second.send).toHaveBeenCalledTimes(1);
	});

	test('gives all readers the same bytes', () => {
		const [one, two] = [reader(), reader()];
		feed.join(one, null);
		feed.join(two, null);
		seconds(1);
		expect(one.send.mock.calls[1]?.[0]).toBe(two.send.mock.calls[1]?.[0]);
	});

	test('ends exactly the reader of that name', () => {
		const [one, two] = [reader('a'), reader('b')];
		feed.join(one, null);
		feed.join(two, null);
		expect(feed.drop('a')).toBe(true);
		expect(feed.drop('a')).toBe(false);
		expect(one.end).toHaveBeenCalledOnce();
		expect(two.end).not.toHaveBeenCalled();
	});
});
