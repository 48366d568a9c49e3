import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkBlocks } from '../../scripts/lib/check-blocks.ts';
import { checkContent, type PlacedBlock } from '../../src/markdown/check-content.ts';
import { openProject } from '../../src/markdown/project.ts';
import { attacked, serverSamples } from '../samples/lib/covered.ts';

const project = openProject(fileURLToPath(new URL('../..', import.meta.url)));
const { errors, blocks } = await checkContent(project);

test('I1: every TypeScript and Svelte block of the pages runs on this site or type-checks as printed', () => {
	expect(errors).toEqual([]);
	const code = blocks.filter(
		({ lang, kind }) => ['ts', 'js', 'svelte'].includes(lang) && kind !== 'counter'
	);
	const sources = code.map(({ source }) => source ?? '');
	for (const transport of ['sse', 'websocket', 'socket-io']) {
		expect(
			sources.some((source) => source.includes(transport)),
			transport
		).toBe(true);
	}
	expect(checkBlocks(project.root, blocks)).toEqual([]);
}, 120_000);

test('I1: a printed block that does not type-check is found, at its line in the page', () => {
	const wrong: PlacedBlock = {
		file: 'content/ja/index.md',
		lang: 'ts',
		kind: 'check',
		source: null,
		trap: null,
		title: null,
		lines: new Set(),
		code: 'export const fine = 1;\nexport const wrong: string = fine;',
		line: 10
	};
	const found = checkBlocks(project.root, [wrong]);
	expect(found.map(({ message }) => message)).toEqual([
		expect.stringMatching(/^content\/ja\/index\.md:12: .*not assignable to type 'string'/)
	]);
}, 120_000);

test('V6: the attack suite covers every server sample on a page', () => {
	const { samples, uncovered } = serverSamples(blocks, project);
	expect(samples.length).toBeGreaterThan(20);
	expect(uncovered).toEqual([]);
});

test('V6: every spec of `attacked` runs the attack suite', () => {
	for (const { spec } of attacked) {
		expect(readFileSync(spec, 'utf8').includes('attackSample('), spec).toBe(true);
	}
});
