import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeSse, encodeSseComment } from '../sse.ts';
import { flatten, mistakeIn, utf8, valuesOf } from './fixture.ts';
import { decodeSse } from './sse.ts';

/** The events that an independent reader finds. */
function read(text: string) {
	const events: { event: string; data: string }[] = [];
	const parser = createParser({
		onEvent: ({ event, data }) => events.push({ event: event ?? 'message', data })
	});
	parser.feed(text);
	return events;
}

/** The same from the spans: an event's name and its lines of data. */
function fromSpans(text: string) {
	return decodeSse(utf8(text))
		.filter(({ field, state }) => field === 'sse.event' && state === undefined)
		.map((span) => ({
			event: span.value,
			data: span.children
				.filter(({ field }) => field === 'sse.data')
				.map(({ value }) => value)
				.join('\n')
		}));
}

const event = fc
	.record(
		{
			data: fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '{', '本', '😀') }),
			event: fc.constantFrom('message', 'gap'),
			id: fc.constantFrom('1', 'e.2'),
			retry: fc.nat()
		},
		{ requiredKeys: ['data'] }
	)
	.map(encodeSse);
const comment = fc.constantFrom('', 'ping').map(encodeSseComment);

it('finds the events that an independent reader finds, and covers every byte', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(event, comment)), (parts) => {
			const text = parts.join('');
			expect(fromSpans(text)).toEqual(read(text));
			expect(mistakeIn(decodeSse(utf8(text)), 0, utf8(text).length)).toBeNull();
		})
	);
});

it('names each line and decodes JSON in data', () => {
	const spans = decodeSse(utf8('retry: 1500\nid: e.1\nevent: x\ndata: {"text":"こ"}\n\n: ok\n\n'));
	expect(spans.map(({ field }) => field)).toEqual(['sse.event', 'sse.block']);
	expect(spans[0]?.children.map(({ field }) => field)).toEqual([
		'sse.retry',
		'sse.id',
		'sse.event-name',
		'sse.data',
		'sse.blank-line'
	]);
	expect(valuesOf(spans, 'json.string')).toEqual(['こ']);
	expect(valuesOf(spans, 'sse.comment')).toEqual(['ok']);
});

it.each(['\n', '\r', '\r\n'])('ends lines with %j', (end) => {
	expect(fromSpans(['data: 1', 'data:2', '', ''].join(end))).toEqual([
		{ event: 'message', data: '1\n2' }
	]);
});

it('ignores unknown fields, and reads a line without a colon as a field with an empty value', () => {
	const spans = decodeSse(utf8('dat: 1\ndata\n\n'));
	expect(flatten(spans).map(({ field }) => field)).toContain('sse.ignored');
	expect(fromSpans('dat: 1\ndata\n\n')).toEqual([{ event: 'message', data: '' }]);
});

it('leaves an event without its blank line incomplete', () => {
	expect(decodeSse(utf8('data: 1\n'))).toMatchObject([{ state: 'incomplete' }]);
});

it('covers any bytes', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
			expect(mistakeIn(decodeSse(bytes), 0, bytes.length)).toBeNull();
		})
	);
});
