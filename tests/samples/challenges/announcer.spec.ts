import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from './announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
	const announced: string[] = [];
	return { announced, announcer: createAnnouncer((text) => announced.push(text), 5000) };
}

test('the first message is announced at once', () => {
	const { announced, announcer } = setUp();
	announcer.arrived();
	expect(announced).toEqual(['新しいメッセージが届きました']);
});

test('further messages are announced as one number, at most once per interval', () => {
	const { announced, announcer } = setUp();
	for (let n = 0; n < 20; n++) announcer.arrived();
	vi.advanceTimersByTime(4999);
	expect(announced).toHaveLength(1);
	vi.advanceTimersByTime(1);
	expect(announced.slice(1)).toEqual(['新しいメッセージが19件届きました']);
	announcer.arrived();
	expect(announced).toHaveLength(2);
	vi.advanceTimersByTime(5000);
	expect(announced).toHaveLength(3);
});

test('nothing is announced if nothing arrived, and the next message is announced at once again', () => {
	const { announced, announcer } = setUp();
	announcer.arrived();
	vi.advanceTimersByTime(60_000);
	expect(announced).toHaveLength(1);
	expect(vi.getTimerCount()).toBe(0);
	announcer.arrived();
	expect(announced).toHaveLength(2);
});

test('after `stop` nothing is announced and no timer is left', () => {
	const { announced, announcer } = setUp();
	announcer.arrived();
	announcer.arrived();
	announcer.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.advanceTimersByTime(60_000);
	expect(announced).toHaveLength(1);
});
