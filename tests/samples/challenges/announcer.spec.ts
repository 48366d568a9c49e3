import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from './announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
	const said: string[] = [];
	return { said, announcer: createAnnouncer((text) => said.push(text), 5000) };
}

test('the first message is announced at once', () => {
	const { said, announcer } = setUp();
	announcer.arrived();
	expect(said).toEqual(['新しいメッセージが届きました']);
});

test('what follows is announced as one number, at most once in the interval', () => {
	const { said, announcer } = setUp();
	for (let n = 0; n < 20; n++) announcer.arrived();
	vi.advanceTimersByTime(4999);
	expect(said).toHaveLength(1);
	vi.advanceTimersByTime(1);
	expect(said.slice(1)).toEqual(['新しいメッセージが19件届きました']);
	announcer.arrived();
	expect(said).toHaveLength(2);
	vi.advanceTimersByTime(5000);
	expect(said).toHaveLength(3);
});

test('nothing is announced when nothing arrived, and the next message is again announced at once', () => {
	const { said, announcer } = setUp();
	announcer.arrived();
	vi.advanceTimersByTime(60_000);
	expect(said).toHaveLength(1);
	expect(vi.getTimerCount()).toBe(0);
	announcer.arrived();
	expect(said).toHaveLength(2);
});

test('after it stops, nothing is announced and no timer is left', () => {
	const { said, announcer } = setUp();
	announcer.arrived();
	announcer.arrived();
	announcer.stop();
	expect(vi.getTimerCount()).toBe(0);
	vi.advanceTimersByTime(60_000);
	expect(said).toHaveLength(1);
});
