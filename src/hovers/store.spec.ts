import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CodeBlock } from '../markdown/code-block.ts';
import { openProject } from '../markdown/project.ts';
import { createHoverStore } from './store.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'hovers-'));
	put('src/a.ts', 'export const a = 1;');
	put('.svelte-kit/ambient.d.ts', 'declare module "a" {\n\texport const HOME: string;\n}\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

/** Reads the types of one block, and returns how many blocks TypeScript was asked about. */
async function asked(): Promise<number> {
	let count = 0;
	const block = { source: 'src/a.ts', code: 'export const a = 1;', lang: 'ts' } as CodeBlock;
	const types = {
		ask(blocks: readonly unknown[]) {
			count += blocks.length;
			return Promise.resolve([{ texts: ['const a: 1'], marks: [], files: ['src/a.ts'] }]);
		},
		close: () => Promise.resolve()
	};
	const store = createHoverStore(
		openProject(root),
		() => types,
		() => undefined
	);
	const [json] = await store.read([block]);
	expect(JSON.parse(json ?? '')).toMatchObject({ marks: [] });
	return count;
}

test('types are computed once, and again after a change of their file', async () => {
	expect([await asked(), await asked()]).toEqual([1, 0]);
	put('src/a.ts', 'export const a = 2;');
	expect(await asked()).toBe(1);
});

test('types are computed again after a change of a declaration file', async () => {
	await asked();
	put('src/global.d.ts', 'declare const b: number;');
	expect(await asked()).toBe(1);
});

test('types stay cached when the environment has other variables', async () => {
	await asked();
	put(
		'.svelte-kit/ambient.d.ts',
		'declare module "a" {\n\texport const HOME: string;\n\texport const SHLVL: string;\n}\n'
	);
	expect(await asked()).toBe(0);
});
