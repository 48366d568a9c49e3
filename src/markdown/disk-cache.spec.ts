import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DiskCache, inputsOf, recordInputs } from './disk-cache.ts';
import { openProject } from './project.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-cache-'));
const folder = join(root, 'node_modules/.cache/wirelab/pages');
const project = openProject(root);
const write = (path: string, text: string) => {
	mkdirSync(join(root, path, '..'), { recursive: true });
	writeFileSync(join(root, path), text);
};
/** A cache as the next build opens it. */
const open = () => new DiskCache<{ html: string; files: Set<string> }>(project, 'pages');
const value = { html: '<p>a</p>', files: new Set(['a.ts']) };

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	write('package-lock.json', '{}');
	write('src/markdown/compile.ts', 'one');
	write('a.ts', 'a');
});
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});

/** Stores a result whose inputs include every kind of lookup. */
function store(): void {
	const recorded = recordInputs(project);
	recorded.project.read('a.ts');
	recorded.project.read('none.ts');
	recorded.project.exists('demo/index.ts');
	recorded.project.list('demo');
	open().set('a.md', 'ja', value, recorded.inputs);
}

test('the next build uses a result whose inputs are unchanged', () => {
	store();
	expect(open().get('a.md', 'ja')).toEqual(value);
	expect(open().get('b.md', 'ja')).toBeNull();
});

test.each<[string, () => void]>([
	['a file that was read changes', () => write('a.ts', 'b')],
	['a file that was read is removed', () => rmSync(join(root, 'a.ts'))],
	['a file that was missing appears', () => write('none.ts', '')],
	['a file whose existence was checked appears', () => write('demo/index.ts', '')],
	['a folder gets another file', () => write('demo/other.ts', '')],
	['the packages change', () => write('package-lock.json', '{ }')],
	['the compiler changes', () => write('src/markdown/compile.ts', 'two')]
])('a result is stale when %s', (_, change) => {
	store();
	change();
	expect(open().get('a.md', 'ja')).toBeNull();
});

test('a result is used only for the same options', () => {
	store();
	expect(open().get('a.md', 'en')).toBeNull();
});

test('a damaged file or a deleted folder is a cache miss', () => {
	store();
	for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '[{');
	expect(open().get('a.md', 'ja')).toBeNull();
	store();
	rmSync(folder, { recursive: true });
	expect(open().get('a.md', 'ja')).toBeNull();
});

test('a folder that is not writable does not fail a build', () => {
	write('node_modules/.cache', 'a file');
	expect(store).not.toThrow();
	expect(open().get('a.md', 'ja')).toBeNull();
});

test('stale results are deleted', () => {
	store();
	open().set('b.md', 'ja', value, inputsOf(project, ['a.ts', 'package-lock.json']));
	open().set('c.md', 'ja', value, inputsOf(project, ['package-lock.json']));
	write('a.ts', 'b');
	open().prune('ja');
	expect(readdirSync(folder)).toHaveLength(1);
	expect(open().get('c.md', 'ja')).toEqual(value);
});
