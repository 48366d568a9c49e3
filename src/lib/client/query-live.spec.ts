import { expect, it } from 'vitest';
import type { Message } from '$lib/protocol/message.ts';
import { createNewest } from './query-live.ts';

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

it('takes the first value whole, and what each further one adds', () => {
	const take = createNewest();
	expect(seqs(take([]))).toEqual([[], 0]);
	expect(seqs(take(range(1, 2)))).toEqual([[1, 2], 0]);
	expect(seqs(take(range(1, 4)))).toEqual([[3, 4], 0]);
	expect(seqs(take(range(1, 4)))).toEqual([[], 0]);
});

it('counts what the values have passed over', () => {
	const take = createNewest();
	take(range(1, 5));
	expect(seqs(take(range(26, 45)))).toEqual([range(26, 45).map(({ seq }) => seq), 20]);
});

it('does not take a new numbering for a jump', () => {
	const take = createNewest();
	take(range(1, 30));
	expect(seqs(take(range(1, 2, 'f')))).toEqual([[1, 2], 0]);
	expect(seqs(take([]))).toEqual([[], 0]);
	expect(seqs(take(range(1, 3, 'f')))).toEqual([[3], 0]);
});
