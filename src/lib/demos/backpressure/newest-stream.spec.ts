import { describe, expect, it } from 'vitest';
import { parseNewest } from './newest-stream.ts';

const message = {
	id: 'a.1',
	seq: 1,
	room: 'r',
	user: 'guest-abcd',
	text: 'x',
	timestamp: 1,
	via: 'http'
};

describe('parseNewest', () => {
	it('returns the messages of an event', () => {
		const [parsed] = parseNewest(`data: ${JSON.stringify([message])}`);
		expect(parsed).toMatchObject(message);
	});

	it.each(['', ': comment', 'data: {', 'data: {}', 'data: [null, 5, {"seq":1}]'])(
		'returns nothing for an event without valid messages: %j',
		(event) => {
			expect(parseNewest(event)).toEqual([]);
		}
	);
});
