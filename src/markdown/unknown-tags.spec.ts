import { expect, it } from 'vitest';
import { rejection } from './fixture-page.ts';

it.each([
	['<demo name="sse" />', 'write <Demo> instead of <demo>'],
	['次の<Demo name="sse" />です。', '<Demo> must be on its own line'],
	['次は<Lab name="wire" />です。', '<Lab> must be on its own line'],
	['</Details>です。', '<Details> must be on its own line'],
	['<script>alert(1)</script>', '<script> is not available in pages: write \\< for the character'],
	[
		'<h2>見出し</h2>',
		'<h2> is not available in pages, write headings with ##: write \\< for the character'
	]
])('rejects %s, which would be printed as text', async (line, reason) => {
	expect(await rejection(`文。\n\n${line}`)).toBe(`a.md:7: ${reason}`);
});

it.each([
	'`<script>`',
	'\\<script>',
	'Map<string>',
	'a < b',
	'<details><summary>a</summary></details>'
])('accepts %s', async (line) => {
	expect(await rejection(line)).toBe('');
});
