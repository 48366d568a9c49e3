import { expect, test } from 'vitest';
import { regionOf } from '../markdown/region.ts';
import { marksIn } from './marks.ts';

const text = [
	'const left = 1;',
	'function out() {',
	'\t// #region shown',
	'',
	'\tconst port = 1;',
	'\tconst next = port + 1;',
	'\t// #endregion shown',
	'}'
].join('\n');

/** Every word, as a name with its length as the type. */
const namesIn = (from: number, to: number) =>
	[...text.slice(from, to).matchAll(/\w+/g)].map(({ 0: name, index }) => ({
		start: from + index,
		name,
		type: `${name.length}`
	}));

test('positions are those of the printed code, without markers, outer blank lines and indentation', () => {
	const { marks, texts } = marksIn(text, regionOf(text, 'shown'), namesIn);
	const printed = ['const port = 1;', 'const next = port + 1;'];
	const shown = marks.map(([line, column, length, type]) => [
		printed[line]?.slice(column, column + length),
		texts[type]
	]);
	expect(shown).toEqual([
		['const', '5'],
		['port', '4'],
		['1', '1'],
		['const', '5'],
		['next', '4'],
		['port', '4'],
		['1', '1']
	]);
});

test('a type that several names share is stored once', () => {
	expect(marksIn(text, regionOf(text, null), namesIn).texts.toSorted()).toEqual([
		'1',
		'3',
		'4',
		'5',
		'8'
	]);
});
