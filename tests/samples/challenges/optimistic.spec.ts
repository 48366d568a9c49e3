import { expect, test } from 'vitest';
import { update, type Event, type Rows } from './optimistic.ts';

const empty: Rows = { confirmed: [], pending: [] };
const apply = (events: Event[], from = empty) => events.reduce(update, from);

const sent: Event = { type: 'sent', clientId: 'a', text: 'hello' };
const ack: Event = { type: 'ack', clientId: 'a', id: 'm2', seq: 2 };
const own: Event = { type: 'message', message: { id: 'm2', seq: 2, text: 'hello' } };
const other: Event = { type: 'message', message: { id: 'm1', seq: 1, text: 'hi' } };

const settled: Rows = {
	confirmed: [
		{ id: 'm1', seq: 1, text: 'hi' },
		{ id: 'm2', seq: 2, text: 'hello' }
	],
	pending: []
};

test('a sent message waits for its acknowledgement', () => {
	expect(apply([sent])).toEqual({ confirmed: [], pending: [{ clientId: 'a', text: 'hello' }] });
	expect(apply([sent, ack]).pending).toEqual([]);
});

test.each([
	['the acknowledgement first', [sent, other, ack, own]],
	['the message first', [sent, other, own, ack]],
	['another message last', [sent, ack, own, other]],
	['everything twice', [sent, own, ack, other, ack, own, other]]
])('%s: the rows are the same', (_, events) => {
	expect(apply(events)).toEqual(settled);
});

test('two equal texts are two rows', () => {
	const rows = apply([sent, { ...sent, clientId: 'b' }, ack]);
	expect(rows.confirmed).toHaveLength(1);
	expect(rows.pending).toEqual([{ clientId: 'b', text: 'hello' }]);
});

test('an acknowledgement of a message that nobody sent adds no row', () => {
	expect(apply([other, ack]).confirmed).toEqual([settled.confirmed[0]]);
});

test('no update changes the rows that it was given', () => {
	const rows = Object.freeze({
		confirmed: Object.freeze([{ id: 'm3', seq: 3, text: 'later' }]),
		pending: Object.freeze([{ clientId: 'a', text: 'hello' }])
	});
	expect(update(rows, ack).confirmed.map(({ seq }) => seq)).toEqual([2, 3]);
	expect(update(rows, own).confirmed.map(({ seq }) => seq)).toEqual([2, 3]);
	expect(update(rows, { ...sent, clientId: 'b' }).pending).toHaveLength(2);
	expect(rows.confirmed).toHaveLength(1);
});
