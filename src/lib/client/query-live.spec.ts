import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '$lib/protocol/message.ts';
import { createBackoff } from './backoff.ts';
import { createNewest, isTransient, messageOf, scheduleReconnect } from './query-live.ts';

const message = (seq: number, epoch = 'e'): Message => ({
	...{ id: `${epoch}.${seq}`, seq, room: 'r', user: 'u', text: `t${seq}` },
	...{ timestamp: 0, via: 'http' }
});
const range = (from: number, to: number, epoch?: string) =>
	Array.from({ length: to - from + 1 }, (_, n) => message(from + n, epoch));
const seqs = ({ fresh, skipped }: ReturnType<ReturnType<typeof createNewest>>) => [
	fresh.map(({ seq }) => seq),
	skipped
];

it('reports all messages of the first value, then only new ones', () => {
	const take = createNewest();
	expect(seqs(take([]))).toEqual([[], 0]);
	expect(seqs(take(range(1, 2)))).toEqual([[1, 2], 0]);
	expect(seqs(take(range(1, 4)))).toEqual([[3, 4], 0]);
	expect(seqs(take(range(1, 4)))).toEqual([[], 0]);
});

it('counts the messages that were in no value', () => {
	const take = createNewest();
	take(range(1, 5));
	expect(seqs(take(range(26, 45)))).toEqual([range(26, 45).map(({ seq }) => seq), 20]);
});

it('does not count a new numbering as skipped messages', () => {
	const take = createNewest();
	take(range(1, 30));
	expect(seqs(take(range(1, 2, 'f')))).toEqual([[1, 2], 0]);
	expect(seqs(take([]))).toEqual([[], 0]);
	expect(seqs(take(range(1, 3, 'f')))).toEqual([[3], 0]);
});

describe('reconnecting a query that SvelteKit does not reconnect', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	/** An error as SvelteKit 2 surfaces it; `appError` is what SvelteKit 3 surfaces. */
	const httpError = (status: number, message = 'no') => ({ status, body: { message } });
	const appError = (status: number, message = 'no') => ({ status, message });
	const query = (error?: unknown, connected = false) => ({
		connected,
		done: error !== undefined,
		error,
		reconnect: vi.fn(() => Promise.reject(new Error('still down')))
	});
	const backoff = () => createBackoff({ baseMs: 1000, random: () => 0.5 });

	it.each([
		['a failed fetch', new TypeError('Failed to fetch'), true],
		['a stream that ended before its first value', new Error('no value'), true],
		['502 of a proxy', httpError(502), true],
		['503', appError(503), true],
		['429', httpError(429), true],
		['500', appError(500), true],
		['400', httpError(400), false],
		['401', httpError(401), false],
		['403', appError(403), false],
		['404', httpError(404), false]
	])('tells whether waiting may help: %s', (_, error, expected) => {
		expect(isTransient(error)).toBe(expected);
	});

	it('reconnects after the backoff, once', () => {
		const live = query(httpError(502));
		const scheduled = scheduleReconnect(live, backoff());
		expect(scheduled?.retryAt).toBe(Date.now() + 500);
		vi.advanceTimersByTime(499);
		expect(live.reconnect).not.toHaveBeenCalled();
		vi.advanceTimersByTime(10_000);
		expect(live.reconnect).toHaveBeenCalledTimes(1);
	});

	it('reconnects after the stream ends without an error, which is how some browsers report a lost connection', () => {
		const live = { ...query(), done: true };
		scheduleReconnect(live, backoff());
		vi.advanceTimersByTime(500);
		expect(live.reconnect).toHaveBeenCalledTimes(1);
	});

	it('waits longer after each failure', () => {
		const wait = backoff();
		const waits = [1, 2, 3].map(
			() => (scheduleReconnect(query(httpError(503)), wait)?.retryAt ?? 0) - Date.now()
		);
		expect(waits).toEqual([500, 1000, 2000]);
	});

	it('does not reconnect when cancelled, connected, still connecting or rejected for good', () => {
		const live = query(httpError(502));
		scheduleReconnect(live, backoff())?.cancel();
		const others = [query(httpError(502), true), query(), query(httpError(403))];
		for (const other of others) expect(scheduleReconnect(other, backoff())).toBeNull();
		vi.advanceTimersByTime(60_000);
		for (const { reconnect } of [live, ...others]) expect(reconnect).not.toHaveBeenCalled();
	});

	it('returns the message of an error of SvelteKit 2 or 3, or of any other error', () => {
		expect(messageOf(httpError(403, 'Sign in first.'))).toBe('Sign in first.');
		expect(messageOf(appError(403, 'Sign in first.'))).toBe('Sign in first.');
		expect(messageOf(new TypeError('Failed to fetch'))).toBe('Failed to fetch');
		expect(messageOf('down')).toBe('down');
	});
});
