import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPages, copyProject, editSentence } from '../../bench/build/copy.ts';
import { openEditor } from '../../bench/build/edits.ts';
import { measure } from '../../bench/build/measure.ts';
import { checkContent } from '../../src/markdown/check-content.ts';
import { openProject } from '../../src/markdown/project.ts';

// Whether the bench measures what it claims. No test asserts how fast anything is.

let root = '';
beforeAll(() => (root = copyProject()));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the copy has no caches, its added and edited pages are valid, and the original is unchanged', async () => {
	expect(existsSync(join(root, 'node_modules/.cache'))).toBe(false);
	addPages(root, 3);
	editSentence(root, 'この文を書き足しました。');
	const files = ['content/ja/40-glossary/index.md', 'content/ja/90-copies/3-copy-3.md'];
	const { errors, pages } = await checkContent(openProject(root), files);
	expect([errors, pages]).toEqual([[], 2]);
	const original = readFileSync(
		new URL('../../content/ja/40-glossary/index.md', import.meta.url),
		'utf8'
	);
	expect(original).not.toContain('この文を書き足しました。');
});

test('edits a sentence and a diagram of the guide, one at a time', () => {
	const guide = join(root, 'content/ja/10-sveltekit/10-server/10-websocket-sse.md');
	const original = readFileSync(guide, 'utf8');
	const edit = openEditor(root);
	edit('sentence', '（文1）');
	expect(readFileSync(guide, 'utf8').replace('（文1）', '')).toBe(original);
	edit('diagram', '（図1）');
	const edited = readFileSync(guide, 'utf8');
	expect(edited.replace('（図1）', '')).toBe(original);
	const [before = ''] = edited.split('（図1）');
	expect(before.slice(before.lastIndexOf('```'))).toMatch(/^```mermaid/);
});

test('reports the time a program took, and what a failed program printed', async () => {
	const { seconds } = await measure(root, 'node_modules/vite/bin/vite.js', '--version');
	expect(seconds).toBeGreaterThan(0);
	await expect(measure(root, '-e', "console.log('why'); process.exit(1)")).rejects.toThrow('why');
});
