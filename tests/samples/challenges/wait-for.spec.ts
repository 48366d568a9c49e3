import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createInbox } from './wait-for.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a wait resolves when a matching event arrives, and leaves no timer', async () => {
	const inbox = createInbox<number>();
	const big = inbox.waitFor((n) => n > 5);
	inbox.push(1);
	inbox.push(7);
	inbox.push(8);
	await expect(big).resolves.toBe(7);
	expect(vi.getTimerCount()).toBe(0);
});

test('an event that arrived earlier is found', async () => {
	const inbox = createInbox<string>();
	inbox.push('welcome');
	await expect(inbox.waitFor((text) => text === 'welcome')).resolves.toBe('welcome');
});

test('two waits are independent', async () => {
	const inbox = createInbox<string>();
	const a = inbox.waitFor((text) => text === 'a');
	const b = inbox.waitFor((text) => text === 'b');
	inbox.push('b');
	await expect(b).resolves.toBe('b');
	inbox.push('a');
	await expect(a).resolves.toBe('a');
});

test('a wait rejects after the timeout and names what arrived instead', async () => {
	const inbox = createInbox<string>();
	const never = inbox.waitFor((text) => text === 'a', 1000);
	const failed = expect(never).rejects.toThrow('届いたもの: ["b"]');
	inbox.push('b');
	await vi.advanceTimersByTimeAsync(1000);
	await failed;
});
