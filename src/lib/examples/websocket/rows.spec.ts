import { expect, it } from 'vitest';
import { rowsOf, withDeleted, withNewer, withOlder } from './rows.ts';

const entry = (id: string, text = id) => ({
	id,
	timestamp: 0,
	data: { type: 'said', room: 'general', who: 'a', name: '朝', text, clientId: 'x' } as const
});
const rows = (...ids: string[]) => rowsOf(ids.map((id) => entry(id)));
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);

it('W10: shows each message once, appended or prepended', () => {
	expect(ids(withNewer(rows('1', '2'), rows('2', '3')))).toEqual(['1', '2', '3']);
	expect(ids(withOlder(rows('3', '4'), rows('2', '3')))).toEqual(['2', '3', '4']);
	expect(rowsOf([{ id: '5', timestamp: 0, data: { type: 'deleted', id: '1' } }])).toEqual([]);
});

it('keeps the row of a deleted message without its text', () => {
	expect(withDeleted(rows('1', '2'), '2')).toMatchObject([
		{ text: '1', isDeleted: false },
		{ text: '', isDeleted: true }
	]);
});

it('W5: evicts the oldest of more than a thousand rows', () => {
	const many = rows(...Array.from({ length: 1000 }, (_, i) => String(i)));
	expect(ids(withNewer(many, rows('new'))).at(0)).toBe('1');
	expect(withNewer(many, rows('new'))).toHaveLength(1000);
});
