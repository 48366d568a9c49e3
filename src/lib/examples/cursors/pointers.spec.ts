import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPointers, createPointing } from './pointers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pointer = { name: '朝子', x: 0.5, y: 0.5 };

it('sends the last of many positions every 50 milliseconds, and a resting pointer every 10 seconds', () => {
	const sent: unknown[] = [];
	const { point } = createPointing((place) => sent.push(place));
	for (const x of [0.1, 0.2, 0.3]) point({ x, y: 0 });
	vi.advanceTimersByTime(50);
	expect(sent).toEqual([{ x: 0.3, y: 0 }]);
	vi.advanceTimersByTime(20_000);
	expect(sent).toHaveLength(3);
	point({ x: 0.4, y: 0 });
	point(null);
	expect(sent.at(-1)).toBeNull();
	expect(vi.getTimerCount()).toBe(0);
});

it('expires a pointer after 30 seconds without a message, and no other', () => {
	const { shown, moved } = createPointers();
	moved('silent', pointer);
	moved('resting', pointer);
	for (let second = 0; second < 30; second += 10) {
		vi.advanceTimersByTime(10_000);
		moved('resting', pointer);
	}
	expect([...shown.keys()]).toEqual(['resting']);
});

it('removes a pointer when its owner leaves, and all when the connection is lost', () => {
	const { shown, moved, left, clear } = createPointers();
	for (const who of ['a', 'b', 'c']) moved(who, pointer);
	left('a');
	left('nobody');
	expect([...shown.keys()]).toEqual(['b', 'c']);
	clear();
	expect(shown.size).toBe(0);
	expect(vi.getTimerCount()).toBe(0);
});
