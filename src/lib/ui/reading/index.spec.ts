import { expect, test } from 'vitest';
import { placeToKeep } from './index.ts';

const hashes = ['#a', '#b', '#c', '#d'];

test('a reader in the middle of a page can continue there', () => {
	expect(placeToKeep(hashes, 1)).toBe('#b');
	expect(placeToKeep(hashes, 2)).toBe('#c');
});

test('a reader at the beginning keeps the place of the last visit', () => {
	expect(placeToKeep(hashes, -1)).toBeUndefined();
	expect(placeToKeep(hashes, 0)).toBeUndefined();
});

test('a reader at the end has finished', () => {
	expect(placeToKeep(hashes, 3)).toBeNull();
});

test('a short page keeps nothing', () => {
	expect(placeToKeep(['#a', '#b', '#c'], 1)).toBeUndefined();
	expect(placeToKeep([], -1)).toBeUndefined();
});
