import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeSse, encodeSseComment } from './sse.ts';

/** The events and retry times that an independent parser reads from the text. */
function read(text: string) {
	const events: EventSourceMessage[] = [];
	const retries: number[] = [];
	const parser = createParser({
		onEvent: (event) => events.push(event),
		onRetry: (ms) => retries.push(ms)
	});
	parser.feed(text);
	return { events, retries };
}

it('writes name, id, data and retry', () => {
	expect(encodeSse({ event: 'message', id: 'e.1', data: '{}', retry: 1500.4 })).toBe(
		'retry: 1500\nevent: message\nid: e.1\ndata: {}\n\n'
	);
});

it('writes events that an independent parser reads back, with line breaks in data as \\n', () => {
	const text = fc.string({
		unit: fc.oneof(fc.constantFrom('\r', '\n', ':', ' ', '😀'), fc.string())
	});
	fc.assert(
		fc.property(text, (data) => {
			const { events } = read(encodeSse({ event: 'x', id: '1', data }));
			expect(events).toEqual([{ event: 'x', id: '1', data: data.replace(/\r\n|\r/g, '\n') }]);
		})
	);
});

it('S15: a line break in data, name or id forges no event', () => {
	const evil = 'a\n\nevent: admin\ndata: gotcha\n\n';
	const { events } = read(encodeSse({ event: evil, id: evil + '\u0000', data: evil }));
	expect(events).toHaveLength(1);
	expect(events[0]).toMatchObject({ event: 'aevent: admindata: gotcha' });
	expect(events[0]?.id).toBe('aevent: admindata: gotcha');
});

it('dispatches an empty event too', () => {
	expect(read(encodeSse({ data: '' })).events).toHaveLength(1);
});

it('sends a negative retry as 0', () => {
	expect(read(encodeSse({ data: '', retry: -5 })).retries).toEqual([0]);
});

it('writes comments that no parser reports as an event', () => {
	expect(encodeSseComment()).toBe(': \n\n');
	expect(read(encodeSseComment('a\n\ndata: b\n\n')).events).toEqual([]);
});
