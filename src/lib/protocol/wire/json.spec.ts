import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flatten, mistakeIn, utf8, valuesOf } from './fixture.ts';
import { decodeJson, decodeText } from './json.ts';

it('accepts what JSON.parse accepts, with any spacing', () => {
	const depth = { maxDepth: 4 };
	fc.assert(
		fc.property(fc.json(depth), fc.constantFrom(undefined, '\t', ' '), (json, space) => {
			const text = JSON.stringify(JSON.parse(json), null, space);
			const span = decodeJson(utf8(text));
			expect(span).not.toBeNull();
			expect(mistakeIn([span!], 0, utf8(text).length)).toBeNull();
		})
	);
});

it('rejects what JSON.parse rejects', () => {
	const unit = fc.constantFrom(...'{}[]",:\\u0123 tfn-.e'.split(''), 'true', 'null');
	fc.assert(
		fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
			let isJson = true;
			try {
				JSON.parse(text);
			} catch {
				isJson = false;
			}
			expect(decodeJson(utf8(text)) !== null).toBe(isJson);
		}),
		{ numRuns: 3000 }
	);
});

it('names members by their decoded keys', () => {
	const span = decodeJson(utf8('{"a":[1,true],"\\u0062":"\\n本"}'))!;
	expect(valuesOf([span], 'json.member')).toEqual(['a', 'b']);
	expect(valuesOf([span], 'json.string')).toEqual(['\n本']);
	expect(flatten([span]).map(({ field }) => field)).toEqual([
		...['json.object', 'json.member', 'json.key', 'json.array', 'json.number', 'json.literal'],
		...['json.member', 'json.key', 'json.string']
	]);
});

it('has no span for an empty text', () => {
	expect(decodeText(utf8(''))).toEqual([]);
});

it('makes one span of a text that is nested too deeply or has too many values', () => {
	const deep = '['.repeat(50) + ']'.repeat(50);
	expect(decodeText(utf8(deep))).toMatchObject([{ field: 'data.text', children: [] }]);
	const wide = JSON.stringify(Array.from({ length: 50_000 }, () => 1));
	expect(decodeText(utf8(wide))).toMatchObject([{ field: 'data.text', children: [] }]);
});
