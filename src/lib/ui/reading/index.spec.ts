import { expect, test } from 'vitest';
import { placeToStore } from './index.ts';

const hashes = ['#a', '#b', '#c', '#d'];

test('a reader in the middle of a page can continue there', () => {
	expect(placeToStore(hashes, 1)).toBe('#b');
	expect(placeToStore(hashes, 2)).toBe('#c');
});

test('at the beginning of a page the stored place stays', () => {
	expect(placeToStore(hashes, -1)).toBeUndefined();
	expect(placeToStore(hashes, 0)).toBeUndefined();
});

test('at the end of a page the stored place is removed', () => {
	expect(placeToStore(hashes, 3)).toBeNull();
});

test('a short page stores nothing', () => {
	expect(placeToStore(['#a', '#b', '#c'], 1)).toBeUndefined();
	expect(placeToStore([], -1)).toBeUndefined();
});
