import { expect, it } from 'vitest';
import { readTraps } from '../../src/markdown/traps.ts';
import { linksTo, findMentions, trapTables, type TrapMention } from './trap-page.ts';

it('finds callouts, counter-examples and mentions in their sections, and nothing in code', () => {
	const page = [
		'---',
		'title: a',
		'description: b',
		'---',
		'first（S9）<!-- （S8） -->',
		'<!--',
		'> [!TRAP S7] not yet',
		'-->',
		'## One [#one]',
		'> [!TRAP S1] bad',
		'```ts counter=C1',
		'// （V1） [!TRAP V2]',
		'```',
		'~~~text title="x" counter=C2',
		'~~~',
		'### Two [#two]',
		'so（S2、[S3](/traps/)）, not (S4) or （S5 and more）'
	].join('\n');
	const found = findMentions({ file: 'content/ja/10-a.md', path: '/a/', nav: 'a' }, page);
	expect(found.filter(({ isExplained }) => isExplained).map(({ id }) => id)).toEqual(['S1']);
	expect(found.map(({ id, section }) => [id, section.url])).toEqual([
		['S9', '/a/'],
		['S1', '/a/#one'],
		['C1', '/a/#one'],
		['C2', '/a/#one'],
		['S2', '/a/#two'],
		['S3', '/a/#two']
	]);
	expect(found.map(({ section }) => section.title).slice(0, 2)).toEqual(['a', 'One']);
});

const mention = (id: string, url: string, isExplained: boolean): TrapMention => ({
	id,
	section: { url, title: url, page: url },
	isExplained
});

it('links to each section once, to three at most, and first to those that explain the trap', () => {
	const mentions = [
		mention('S1', '/a/', false),
		mention('S1', '/b/', false),
		mention('S2', '/x/', true),
		mention('S1', '/c/', true),
		mention('S1', '/c/', false),
		mention('S1', '/d/', false)
	];
	expect(linksTo('S1', mentions).map(({ url }) => url)).toEqual(['/c/', '/a/', '/b/']);
});

it('groups the traps by severity, and writes a row for every trap, explained or not', () => {
	const traps = readTraps('L8: [minor, 測っている]\nS1: [fatal, 落ちてしまう]');
	const mentions = [
		{ id: 'S1', section: { url: '/a/#one', title: 'One', page: 'A' }, isExplained: true }
	];
	const testsByTrap = new Map([['S1', new Set(['a.spec.ts', 'b.spec.ts'])]]);
	const lines = trapTables(traps, mentions, testsByTrap).split('\n');
	expect(lines.filter((line) => line.startsWith('### '))).toEqual([
		'### 致命的（1件） [#fatal]',
		'### セキュリティ（0件） [#security]',
		'### 不具合（0件） [#fault]',
		'### 軽微（1件） [#minor]'
	]);
	expect(lines.filter((line) => /^\| [A-Z]\d/.test(line))).toEqual([
		'| S1 | 落ちてしまう | [One](/a/#one) | `a.spec.ts`ほか |',
		'| L8 | 測っている | — | — |'
	]);
});

it('names the page where several sections have the same heading', () => {
	const traps = readTraps('S1: [fatal, 落ちてしまう]');
	const sections = [
		{ url: '/a/#mistakes', title: 'Mistakes', page: 'A' },
		{ url: '/b/#mistakes', title: 'Mistakes', page: 'B' },
		{ url: '/b/#own', title: 'Own', page: 'B' }
	];
	const mentions = sections.map((section) => ({ id: 'S1', section, isExplained: true }));
	expect(trapTables(traps, mentions, new Map())).toContain(
		'[A：Mistakes](/a/#mistakes)、[B：Mistakes](/b/#mistakes)、[Own](/b/#own)'
	);
});
