import { expect, it } from 'vitest';
import { checkContent, countBlocks } from './check-content.ts';
import { pageOf, projectOf } from './fixture.ts';

it('reports all mistakes of every page, and unused drawings', async () => {
	const report = await checkContent(
		projectOf({
			'content/ja/index.md': pageOf('[a](/nowhere/)\n\n[b](/nowhere/)'),
			'content/ja/10-a.md': pageOf('```ts file=no.ts\n```'),
			'content/ja/20-b.md': pageOf('<p><div></div></p>'),
			'content/ja/30-c.md': pageOf('[fine](/a/)'),
			'content/diagrams/old.svg': ''
		})
	);
	expect(report.pages).toBe(4);
	expect(report.errors.map(({ message }) => message)).toEqual([
		'content/ja/index.md:5: the link /nowhere/ leads nowhere',
		'content/ja/index.md:7: the link /nowhere/ leads nowhere',
		'content/ja/10-a.md:5: file: there is no file no.ts',
		expect.stringMatching(/^content\/ja\/20-b\.md:5: .*<div>/),
		'content/diagrams/old.svg:1: no page uses this drawing: run `npm run diagrams`'
	]);
});

it('checks the given pages alone', async () => {
	const project = projectOf({
		'content/ja/index.md': pageOf('[a](/nowhere/)'),
		'content/ja/10-a.md': pageOf('[^1]'),
		'content/diagrams/old.svg': ''
	});
	const { pages, errors } = await checkContent(project, ['content/ja/10-a.md']);
	expect(pages).toBe(1);
	expect(errors.map(({ file }) => file)).toEqual(['content/ja/10-a.md']);
});

it('reports a mistake in the content tree', async () => {
	const { errors } = await checkContent(projectOf({ 'content/ja/10-a.md': pageOf('') }));
	expect(errors.map(({ file }) => file)).toEqual(['content/ja/index.md']);
});

it('counts the code blocks of each kind', async () => {
	const body = '```ts check\na;\n```\n```ts counter=S1\na;\n```\n```ts file=a.ts\n```';
	const { blocks } = await checkContent(
		projectOf({ 'content/ja/index.md': pageOf(body), 'a.ts': 'a;' })
	);
	expect(countBlocks(blocks)).toBe(
		'3 code blocks: 1 from files, 1 type-checked, 1 counter-examples'
	);
});
