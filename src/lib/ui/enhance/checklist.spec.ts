import { expect, test } from 'vitest';
import { parseTicks } from './checklist.ts';

test('stored ticks are restored', () => {
	expect(parseTicks('["再接続","認証"]')).toEqual(new Set(['再接続', '認証']));
});

test.each([null, '', '{', '{"a":1}', '7'])('%s counts as no ticks', (kept) => {
	expect(parseTicks(kept)).toEqual(new Set());
});

test('ticks that are not texts are ignored', () => {
	expect(parseTicks('["a",1,null]')).toEqual(new Set(['a']));
});
