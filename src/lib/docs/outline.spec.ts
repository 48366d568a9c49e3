import { expect, test } from 'vitest';
import { outline } from './outline.ts';

const heading = (id: string, depth: number) => ({ id, text: id.toUpperCase(), depth });

test('an h3 is below the h2 before it', () => {
	const items = outline([heading('a', 2), heading('a1', 3), heading('b', 2), heading('b1', 3)]);
	expect(items).toEqual([
		{ id: 'a', text: 'A', items: [{ id: 'a1', text: 'A1', items: [] }] },
		{ id: 'b', text: 'B', items: [{ id: 'b1', text: 'B1', items: [] }] }
	]);
});

test('headings below h3 are left out', () => {
	expect(outline([heading('a', 2), heading('deep', 4)])).toEqual([
		{ id: 'a', text: 'A', items: [] }
	]);
});

test('an h3 before the first h2 is not lost', () => {
	expect(outline([heading('early', 3), heading('a', 2)]).map(({ id }) => id)).toEqual([
		'early',
		'a'
	]);
});
