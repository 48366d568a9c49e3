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

function reader() {
	return { send: vi.fn<Reader['send']>(), end: vi.fn<Reader['end']>() };
}

const seconds = (count: number) => vi.advanceTimersByTime(count * 1_000);

describe('Feed', () => {
	test('starts no timer before the first reader joins', () => {
		expect(vi.getTimerCount()).toBe(0);
		feed.join(reader(), null);
		expect(vi.getTimerCount()).toBe(1);
	});

	test('stops a minute after the last reader has left, not sooner', () => {
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

	test('continues its numbers when a reader joins after it has stopped', () => {
		feed.join(reader(), null)();
		seconds(61);
		expect(vi.getTimerCount()).toBe(0);
		const back = reader();
		feed.join(back, null);
		seconds(1);
		expect(String(back.send.mock.calls[1]?.[0])).toMatch(/\.61\ndata: /);
	});

	test('S1: leaving twice has the same effect as leaving once', () => {
		const one = reader();
		const leave = feed.join(one, null);
		leave();
		leave();
		expect(feed.readers).toBe(0);
		feed.end();
		expect(one.end).not.toHaveBeenCalled();
	});

	test('does not send to a reader who leaves while others are being served', () => {
		const second = reader();
		const leave: (() => void)[] = [];
		feed.join({ ...reader(), send: () => leave[0]?.() }, null);
		leave.push(feed.join(second, null));
		seconds(1);
		expect(second.send).toHaveBeenCalledTimes(1);
	});

	test('sends all readers the same bytes', () => {
		const [one, two] = [reader(), reader()];
		feed.join(one, null);
		feed.join(two, null);
		seconds(1);
		expect(one.send.mock.calls[1]?.[0]).toBe(two.send.mock.calls[1]?.[0]);
	});
});
