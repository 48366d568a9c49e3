import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSse, encodeSseComment } from '$lib/protocol/sse.ts';
import { createEventSplitter } from './event-splitter.ts';

describe('createEventSplitter', () => {
	it('returns the same events however the stream is cut into chunks', () => {
		const events = [
			encodeSse({ id: 'e.1', data: '一', retry: 1_500 }),
			encodeSseComment('heartbeat'),
			encodeSse({ id: 'e.2', data: 'a\nb' })
		];
		const stream = events.join('');
		fc.assert(
			fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
				const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
				const split = createEventSplitter();
				const got = at.flatMap((end, i) => split(stream.slice(at[i - 1] ?? 0, end)));
				expect(got).toEqual(events.map((event) => event.slice(0, -2)));
			})
		);
	});

	it('returns nothing for an event that never ends', () => {
		expect(createEventSplitter()('id: e.1\ndata: {"type"')).toEqual([]);
	});
});
