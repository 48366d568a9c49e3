import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvent } from './read-event.ts';

const read = (value: unknown) => readEvent(JSON.stringify(value));

test('a known event is returned without unknown fields', () => {
	expect(read({ type: 'message', id: '1', text: 'hello', added: true })).toEqual({
		kind: 'event',
		event: { type: 'message', id: '1', text: 'hello' }
	});
});

test.each(['closing', 'toString', '__proto__', ''])('the type %o is unknown', (type) => {
	expect(readEvent(`{"type":${JSON.stringify(type)}}`)).toEqual({ kind: 'unknown', type });
});

test.each([
	['a known type with a wrong field', { type: 'message', id: 1, text: 'hello' }],
	['a known type with a missing field', { type: 'message', id: '1' }],
	['a value out of range', { type: 'presence', count: -1 }],
	['a type that is not a string', { type: 1 }],
	['no type', {}],
	['null', null]
])('%s is invalid', (_, value) => {
	expect(read(value)).toEqual({ kind: 'invalid' });
});

test('W6: no input makes readEvent throw', () => {
	fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (data) => void readEvent(data)));
	expect(readEvent('{')).toEqual({ kind: 'invalid' });
});
