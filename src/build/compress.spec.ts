import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCompressor } from './compress.js';

let root: string;
let pages: string;
let cache: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'compress-'));
	pages = join(root, 'pages');
	cache = join(root, 'cache/compressed');
	mkdirSync(join(pages, 'a'), { recursive: true });
	writeFileSync(join(pages, 'index.html'), '<p>一</p>');
	writeFileSync(join(pages, 'a/index.html'), '<p>二</p>');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Runs a build: compresses the folder, prunes the cache, and returns how many files were not in the cache. */
async function build(): Promise<number> {
	const { compress, prune } = createCompressor(cache);
	const added = await compress(pages);
	prune();
	return added;
}
const decompressed = (path: string) => [
	brotliDecompressSync(readFileSync(join(pages, `${path}.br`))).toString(),
	gunzipSync(readFileSync(join(pages, `${path}.gz`))).toString()
];

test('every text file gets two compressed files, in every folder', async () => {
	writeFileSync(join(pages, 'empty.txt'), '');
	expect(await build()).toBe(3);
	expect(decompressed('index.html')).toEqual(['<p>一</p>', '<p>一</p>']);
	expect(decompressed('a/index.html')).toEqual(['<p>二</p>', '<p>二</p>']);
	expect(decompressed('empty.txt')).toEqual(['', '']);
});

test('files in formats that are already compressed are skipped', async () => {
	writeFileSync(join(pages, 'card.png'), 'x');
	await build();
	expect(readdirSync(pages).filter((name) => name.startsWith('card'))).toEqual(['card.png']);
});

test('the next build compresses only what has changed', async () => {
	await build();
	writeFileSync(join(pages, 'index.html'), '<p>三</p>');
	expect(await build()).toBe(1);
	expect(decompressed('index.html')).toEqual(['<p>三</p>', '<p>三</p>']);
	expect(decompressed('a/index.html')).toEqual(['<p>二</p>', '<p>二</p>']);
});

test('cached results that the last build did not use are deleted, and the cache folder itself can be deleted safely', async () => {
	await build();
	rmSync(join(pages, 'a'), { recursive: true });
	expect(await build()).toBe(0);
	expect(readdirSync(cache)).toHaveLength(2);
	rmSync(cache, { recursive: true });
	expect(await build()).toBe(1);
});

test('without a writable cache, every build compresses all files', async () => {
	writeFileSync(join(root, 'cache'), 'not a folder');
	expect([await build(), await build()]).toEqual([2, 2]);
	expect(decompressed('index.html')).toEqual(['<p>一</p>', '<p>一</p>']);
});

test('a folder that does not exist is ignored', async () => {
	expect(await createCompressor(cache).compress(join(root, 'none'))).toBe(0);
});
