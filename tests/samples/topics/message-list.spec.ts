import { expect, test } from 'vitest';
import { createMessageList, type Message } from './message-list.ts';

function setUp(limit: number) {
	const shown: (readonly Message[])[] = [];
	const add = createMessageList(limit, (rows) => shown.push(rows));
	return { shown, add: (id: string) => add({ id, text: `text ${id}` }) };
}

test('W5: it keeps the latest messages up to the limit', () => {
	const { shown, add } = setUp(2);
	for (const id of ['1', '2', '3']) add(id);
	expect(shown.at(-1)?.map(({ id }) => id)).toEqual(['2', '3']);
});

test('W10: it shows a repeated message once, without a change', () => {
	const { shown, add } = setUp(2);
	add('1');
	add('1');
	expect(shown).toHaveLength(1);
	expect(shown[0]).toEqual([{ id: '1', text: 'text 1' }]);
});

test('each change is a new array', () => {
	const { shown, add } = setUp(2);
	add('1');
	add('2');
	expect(shown[0]).toHaveLength(1);
	expect(shown[1]).toHaveLength(2);
});
