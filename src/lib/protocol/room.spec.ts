import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isRoom, isUnguessable, privateRoom, randomId } from './room.ts';

describe('isRoom', () => {
	it.each(['a', 'general', 'room-1', '-', 'x'.repeat(64)])('accepts %s', (room) => {
		expect(isRoom(room)).toBe(true);
	});

	it.each(['', 'A', 'a b', 'ä', 'a/b', 'a\n', 'x'.repeat(65), 'room:a'])('rejects %j', (room) => {
		expect(isRoom(room)).toBe(false);
	});

	it('rejects everything that is not a string, even an array with a valid string [room-name]', () => {
		for (const value of [undefined, null, 1, [], ['general'], {}, true]) {
			expect(isRoom(value)).toBe(false);
		}
	});
});

describe('isUnguessable', () => {
	it('requires a name that ends in 20 letters or digits', () => {
		expect(isUnguessable(`general-${'a1'.repeat(10)}`)).toBe(true);
		expect(isUnguessable('a1'.repeat(10))).toBe(true);
		expect(isUnguessable(`general-${'a'.repeat(19)}`)).toBe(false);
		expect(isUnguessable(`${'a'.repeat(20)}-general`)).toBe(false);
		expect(isUnguessable('general')).toBe(false);
	});

	it('accepts every private room', () => {
		const room = privateRoom('general');
		expect(room).toMatch(/^general-[a-z0-9]{24}$/);
		expect(isRoom(room) && isUnguessable(room)).toBe(true);
	});
});

describe('randomId', () => {
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it('W7: uses nothing that only secure contexts have', () => {
		const { crypto } = globalThis;
		vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
		// More bytes than earlier calls can have left in the buffer, so that new ones have to be generated.
		expect(randomId(2000)).toMatch(/^[a-z0-9]{2000}$/);
	});

	it('has the requested length, with only a-z and 0-9', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 200 }), (length) => {
				expect(randomId(length)).toMatch(new RegExp(`^[a-z0-9]{${length}}$`));
			})
		);
	});

	it('uses every character about equally often', () => {
		const counts = new Map<string, number>();
		for (const c of randomId(36_000)) counts.set(c, (counts.get(c) ?? 0) + 1);
		expect(counts.size).toBe(36);
		// 1,000 expected, with a standard deviation of 31: one run in 10^14 differs by eight deviations.
		for (const n of counts.values()) expect(Math.abs(n - 1000)).toBeLessThan(250);
	});
});
