import { expect, test } from 'vitest';
import { parseClientMessage } from './client-message.ts';

const parse = (value: unknown) => parseClientMessage(JSON.stringify(value));

test('valid messages are returned without unknown fields', () => {
	expect(parse({ type: 'ping' })).toEqual({ type: 'ping' });
	expect(parse({ type: 'message', text: 'hello', user: 'admin' })).toEqual({
		type: 'message',
		text: 'hello'
	});
});

test.each([
	['an unknown type', { type: 'join' }],
	['a missing field', { type: 'message' }],
	['a wrong type', { type: 'message', text: 1 }],
	['a long text', { type: 'message', text: 'a'.repeat(2001) }],
	['null', null],
	['an array', []]
])('parsing returns null for %s', (_, value) => {
	expect(parse(value)).toBeNull();
});

test('V7: parsing returns null for text that is not JSON', () => {
	for (const data of ['', '{', 'hello', '\0']) expect(parseClientMessage(data)).toBeNull();
});
