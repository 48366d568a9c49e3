import { expect, it } from 'vitest';
import type { PlacedBlock } from '../../src/markdown/check-content.ts';
import { parseDiagnostics } from './check-blocks.ts';

const block = (line: number, lang: string): PlacedBlock => ({
	file: 'content/ja/index.md',
	lang,
	kind: 'check',
	source: null,
	trap: null,
	title: null,
	lines: new Set(),
	code: '',
	line
});

it('returns each error of svelte-check with its line in the page, and ignores warnings and other output', () => {
	const output = [
		'1590680326283 START "/project"',
		'1590680326807 {"type":"ERROR","filename":"block-1.svelte","start":{"line":2,"character":4},"end":{"line":2,"character":5},"message":"Type \'string\' is not\\nassignable.","code":2322,"source":"js"}',
		'1590680326807 {"type":"WARNING","filename":"block-0.ts","start":{"line":0,"character":0},"message":"unused"}',
		'1590680326807 COMPLETED 2 FILES 1 ERRORS 1 WARNINGS'
	].join('\n');
	const errors = parseDiagnostics(output, [block(10, 'ts'), block(20, 'svelte')]);
	expect(errors.map(({ message }) => message)).toEqual([
		"content/ja/index.md:23: in the svelte block: Type 'string' is not assignable."
	]);
});
