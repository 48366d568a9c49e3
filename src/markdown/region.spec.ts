import { describe, expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { readRegion } from './region.ts';

it('prints the lines between the markers, without their common indentation', () => {
	const source = 'a\n\t// #region one\n\n\tif (b) {\n\t\tc();\n\t}\n\t// #endregion one\nd';
	expect(readRegion(source, 'one')).toBe('if (b) {\n\tc();\n}');
});

it('prints a whole file without its markers', () => {
	expect(readRegion('a\n// #region x\nb\n// #endregion x\n', null)).toBe('a\nb');
});

it.each([
	['HTML', '<!-- #region x -->', '<!-- #endregion x -->'],
	['shell', '# #region x', '# #endregion x'],
	['CSS', '/* #region x */', '/* #endregion x */']
])('supports the comments of %s', (_, begin, end) => {
	expect(readRegion(`${begin}\na\n${end}`, 'x')).toBe('a');
});

it('removes the markers of nested and overlapping regions', () => {
	const source = '// #region a\n1\n// #region b\n2\n// #endregion a\n3\n// #endregion b';
	expect(readRegion(source, 'a')).toBe('1\n2');
	expect(readRegion(source, 'b')).toBe('2\n3');
});

it('distinguishes a name from a longer one', () => {
	expect(
		readRegion('// #region ab\n1\n// #endregion ab\n// #region a\n2\n// #endregion a', 'a')
	).toBe('2');
});

describe('rejects', () => {
	const cases: [name: string, source: string, message: string][] = [
		['a region that does not exist', 'a', 'has no region "x"'],
		['a region that never ends', '// #region x\na', 'never ends the region "x"'],
		[
			'an end without a beginning',
			'// #endregion x',
			'has the region "x" twice or in the wrong order'
		],
		[
			'a region that exists twice',
			'// #region x\n// #endregion x\n// #region x\n// #endregion x',
			'has the region "x" twice or in the wrong order'
		]
	];
	it.each(cases)('%s', (_, source, message) => {
		expect(thrown(() => readRegion(source, 'x'))).toBe(message);
	});
});
