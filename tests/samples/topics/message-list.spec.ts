import { expect, test } from 'vitest';
import { createMessageList } from './message-list.ts';

function setUp(limit: number, ...ids: string[]) {
	const list = createMessageList(limit);
	const add = (id: string) => list.add({ id, text: `text ${id}` });
	for (const id of ids) add(id);
	return { add, list, ids: () => list.rows.map(({ id }) => id) };
}

test('W5: the list keeps the latest messages up to the limit', () => {
	expect(setUp(2, '1', '2', '3').ids()).toEqual(['2', '3']);
});

test('W10: the list shows a repeated message once', () => {
	expect(setUp(4, '1', '2', '1', '2').ids()).toEqual(['1', '2']);
});

test('the list remembers no more ids than rows', () => {
	expect(setUp(1, '1', '2', '1').ids()).toEqual(['1']);
});

test('rows that were returned do not change', () => {
	const { list, add } = setUp(2, '1');
	const { rows } = list;
	add('2');
	expect(rows).toEqual([{ id: '1', text: 'text 1' }]);
	expect(list.rows).toHaveLength(2);
});
