import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { latestOnly } from './latest-only.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
	vi.useRealTimers();
});

const textOf = ({ value }: { value?: Uint8Array | undefined }) =>
	Buffer.from(value ?? []).toString();

test('S4: a reader that pauses gets one old value, then the latest ones', async () => {
	let value = 'first';
	const reader = latestOnly(() => value).getReader();
	vi.advanceTimersByTime(1000);
	value = 'skipped';
	vi.advanceTimersByTime(60_000);
	value = 'latest';
	expect(textOf(await reader.read())).toBe('data: "first"\n\n');
	const next = reader.read();
	vi.advanceTimersByTime(1000);
	expect(textOf(await next)).toBe('data: "latest"\n\n');
	await reader.cancel();
});

test('S15: a newline in a value does not start a second field', async () => {
	const reader = latestOnly(() => 'a\nevent: b').getReader();
	vi.advanceTimersByTime(1000);
	expect(textOf(await reader.read())).toBe('data: "a\\nevent: b"\n\n');
	await reader.cancel();
});

test('S1: the timer of the stream is cleared when the reader cancels', async () => {
	const reader = latestOnly(() => 'a').getReader();
	expect(vi.getTimerCount()).toBe(1);
	await reader.cancel();
	expect(vi.getTimerCount()).toBe(0);
});
