import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flatten, mistakeIn, utf8, valuesOf } from './fixture.ts';
import { decodeText } from './json.ts';
import { createSpan, join, place, textOf } from './span.ts';

it('joins segments, and moves the spans of the joined bytes to their positions in the stream', () => {
	const bytes = utf8('..{"a".......:1}.');
	const segments = [
		{ from: 2, length: 4 },
		{ from: 13, length: 3 }
	];
	const content = join(bytes, segments);
	expect(textOf(content)).toBe('{"a":1}');
	const [first = [], second = []] = place(decodeText(content), segments);
	expect(first).toMatchObject([{ field: 'json.object', from: 2, to: 6, isPart: true }]);
	expect(second).toMatchObject([{ field: 'json.object', from: 13, to: 16, isPart: true }]);
	expect(valuesOf(first, 'json.key')).toEqual(['a']);
	expect(valuesOf(second, 'json.number')).toEqual(['1']);
	expect(flatten(second).every(({ from, to }) => from < to)).toBe(true);
});

it('places spans however the bytes are divided into segments', () => {
	const content = utf8('{"a":[1,{"b":"c"}],"d":null}');
	fc.assert(
		fc.property(fc.array(fc.nat({ max: content.length }), { maxLength: 6 }), (cuts) => {
			const edges = [0, ...cuts.sort((a, b) => a - b), content.length];
			const segments = edges.slice(1).map((to, i) => {
				const from = edges[i] ?? 0;
				return { from: from + i * 100, length: to - from };
			});
			place(decodeText(content), segments).forEach((spans, i) => {
				const { from, length } = segments[i]!;
				expect(mistakeIn(spans, from, from + length)).toBeNull();
			});
		})
	);
});

it('keeps only the first 500 code units of a value', () => {
	expect(createSpan('data.text', 0, 1, { value: 'x'.repeat(9999) }).value).toHaveLength(500);
});
