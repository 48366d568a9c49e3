import { expect, it } from 'vitest';
import { readTraps, taughtIn, trapTable, urlOf } from './trap-page.ts';

it.each([
	['content/ja/index.md', '/'],
	['content/ja/10-a/index.md', '/a/'],
	['content/ja/10-a/20-b.md', '/a/b/']
])('%s is at %s', (path, url) => {
	expect(urlOf(path)).toBe(url);
});

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
		'so（S2、S3）, not (S4) or （S5 and more）'
	].join('\n');
	expect(taughtIn('content/ja/10-a.md', page).map(({ id, section }) => [id, section.url])).toEqual([
		['S9', '/a/'],
		['S1', '/a/#one'],
		['C1', '/a/#one'],
		['C2', '/a/#one'],
		['S2', '/a/#two'],
		['S3', '/a/#two']
	]);
});

it('writes a row for every trap, taught or not', () => {
	const traps = readTraps('S1: [C, 落ちる]\nL8: [L, 跳ぶ]');
	const sections = new Map([['S1', [{ url: '/a/#one', title: 'One' }]]]);
	const guards = new Map([['S1', new Set(['a.spec.ts', 'b.spec.ts'])]]);
	expect(trapTable(traps, sections, guards).split('\n').slice(2)).toEqual([
		'| S1 | 落ちる | 重大 | [One](/a/#one) | `a.spec.ts`ほか |',
		'| L8 | 跳ぶ | 低 | — | — |'
	]);
});

it.each(['S1: [X, a]', 'S1: a', 'trap: [C, a]', 'S1: [C]'])('rejects %s', (yaml) => {
	expect(() => readTraps(yaml)).toThrow('must be');
});
