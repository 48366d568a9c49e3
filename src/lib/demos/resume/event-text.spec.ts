import { describe, expect, it } from 'vitest';
import { encodeSse } from '$lib/protocol/sse.ts';
import { fieldsOf } from './event-text.ts';

describe('fieldsOf', () => {
	it('reads id, retry, and data that spans several lines', () => {
		const event = encodeSse({ id: 'e.1', data: '{"a":\n"b: c"}', retry: 1_500 });
		expect(fieldsOf(event)).toEqual({ id: 'e.1', retry: 1_500, data: '{"a":\n"b: c"}' });
	});

	it.each([': heartbeat', 'retry: soon', ''])('finds no field in %j', (event) => {
		expect(fieldsOf(event)).toEqual({});
	});
});
