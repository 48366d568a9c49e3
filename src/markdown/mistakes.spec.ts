import { expect, it } from 'vitest';
import { pageOf, projectOf } from './fixture.ts';
import { allMistakes, findMistakes } from './mistakes.ts';
import { readOutlines } from './pages.ts';
import { linkTargets } from './targets.ts';

const file = 'content/ja/index.md';

/** The mistakes of a page as `line: reason`, with the first words of the reason. */
async function mistakesIn(source: string): Promise<string[]> {
	const project = projectOf({ [file]: source });
	const outlines = readOutlines(project);
	const options = { project, file, lang: 'ja', repository: null, isDevelopment: false } as const;
	const checked = await findMistakes(source, options);
	const [outline] = outlines;
	if (!outline) throw new Error('no outline');
	return allMistakes(source, checked, outline, linkTargets(project, outlines)).map(
		({ line, reason }) => `${line}: ${reason.split(' ').slice(0, 3).join(' ')}`
	);
}

it('finds nothing in a page without mistakes', async () => {
	expect(await mistakesIn(pageOf('文です。\n\n[先頭](/)'))).toEqual([]);
});

it('finds all mistakes, once each, in the order of their lines', async () => {
	const body = [
		'[壊れた](/nowhere/)', // 4
		'',
		'```ts file=no.ts',
		'```',
		'',
		'<Details>', // 9
		'中身。',
		'</Details>',
		'',
		'> [!TRAP S9] 見出し', // 13
		'',
		'## 見出し',
		'',
		'<b>開いたまま', // 17
		'',
		'[[fact:none]]と[[fact:none]]', // 19
		'',
		'```ts counter=S9',
		'```',
		'',
		'[また](#nowhere)' // 24
	].join('\n');
	expect(await mistakesIn(`---\ntitel: 題\n---\n${body}`)).toEqual([
		'1: is missing',
		'1: is missing',
		'2: is not a',
		'4: the link /nowhere/',
		'6: there is no',
		'9: is missing',
		'13: there is no',
		'15: the heading needs',
		'17: <b> is not',
		'19: there is no',
		'21: there is no',
		'24: the link #nowhere'
	]);
});

it('stops at a mistake whose line cannot be removed', async () => {
	expect(await mistakesIn('文\n\n[b](/nowhere/)')).toEqual(['1: the page must']);
});

it('reports a page that is in English', async () => {
	expect(await mistakesIn(pageOf('文です。\n\nThis is a page in English.'))).toEqual([]);
	const english = '---\ntitle: A\ndescription: b\n---\n\nThis is a page in English.';
	expect(await mistakesIn(english)).toEqual(['6: the page is']);
	expect(await mistakesIn(`${english} \n\nこれは日本語です。`)).toEqual([]);
});
