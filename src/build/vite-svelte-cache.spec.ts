import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { compile } from 'svelte/compiler';
import { build, type Environment, type Rolldown } from 'vite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DiskCache } from '../markdown/disk-cache.ts';
import { openProject } from '../markdown/project.ts';
import { cachedCompiler, svelteCache, type CompileSvelte } from './vite-svelte-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-svelte-'));
const folder = join(root, 'node_modules/.cache/wirelab/svelte');
const environment = {} as Environment;
let compiled: string[] = [];

/** Starts the next build, with this text of package-lock.json. Returns a function that compiles a component to JavaScript. */
function start(installed = '{}'): (changes?: Changes) => Promise<string> {
	writeFileSync(join(root, 'package-lock.json'), installed);
	const compileNow: CompileSvelte = ({ filename, ssr }, code, { compilerOptions }) => {
		compiled.push(code);
		const generate = ssr ? 'server' : 'client';
		return Promise.resolve({
			compiled: compile(code, { ...compilerOptions, filename, generate })
		});
	};
	const cached = cachedCompiler(compileNow, new DiskCache(openProject(root), 'svelte'), root);
	return async ({ code = '<p>a</p>', ssr = false, options = {} } = {}) => {
		const filename = join(root, 'A.svelte');
		const paths = {
			id: filename,
			cssId: `${filename}?css`,
			filename,
			normalizedFilename: filename
		};
		const request = { ...paths, ssr, raw: false, timestamp: performance.now() };
		const result = await cached(request, code, options, environment);
		return result.compiled.js.code;
	};
}
interface Changes {
	code?: string;
	ssr?: boolean;
	options?: Parameters<CompileSvelte>[2];
}

beforeEach(() => {
	rmSync(root, { recursive: true, force: true });
	mkdirSync(root);
	writeFileSync(join(root, 'A.svelte'), '');
	compiled = [];
});
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});

test('the next build uses a result whose inputs are unchanged', async () => {
	const first = await start()();
	expect(await start()()).toBe(first);
	expect(compiled).toHaveLength(1);
});

test.each<[string, Changes, string?]>([
	['the source', { code: '<p>b</p>' }],
	['the place where it runs', { ssr: true }],
	['an option', { options: { compilerOptions: { dev: true } } }],
	['a function in the options', { options: { compilerOptions: { cssHash: () => 'x' } } }],
	['whether styles are separate', { options: { emitCss: true } }],
	['an installed package', {}, '{ "version": 2 }']
])('compiles again when the next build differs in %s', async (_, changes, installed) => {
	await start()();
	await start(installed)(changes);
	expect(compiled).toHaveLength(2);
});

test('compiles again after a result was damaged or deleted', async () => {
	const first = await start()();
	for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '[{"key":');
	expect(await start()()).toBe(first);
	rmSync(folder, { recursive: true });
	expect(await start()()).toBe(first);
	expect(compiled).toHaveLength(3);
});

test('keeps no result with warnings, and none with options that are computed for each file', async () => {
	await start()({ code: '<img src="a.png">' });
	await start()({ code: '<img src="a.png">' });
	await start()({ options: { dynamicCompileOptions: () => ({}) } });
	await start()({ options: { dynamicCompileOptions: () => ({}) } });
	expect(compiled).toHaveLength(4);
});

test('the next build bundles the same code and styles, from the results in the cache', async () => {
	writeFileSync(join(root, 'package-lock.json'), '{}');
	writeFileSync(join(root, 'A.svelte'), '<p>text</p><style>p { color: red; }</style>');
	const bundle = async () => {
		const built = (await build({
			configFile: false,
			logLevel: 'silent',
			root,
			plugins: [svelte({ configFile: false }), svelteCache()],
			build: {
				write: false,
				rolldownOptions: { input: join(root, 'A.svelte'), external: /^svelte/ }
			}
		})) as Rolldown.RolldownOutput;
		return built.output.map((file) => [
			file.fileName,
			file.type === 'chunk' ? file.code : file.source
		]);
	};
	const first = await bundle();
	expect(await bundle()).toEqual(first);
	expect(JSON.stringify(first)).toContain('color:red');
	const [name = ''] = readdirSync(folder);
	const stored = readFileSync(join(folder, name), 'utf8');
	writeFileSync(join(folder, name), stored.replaceAll('text', 'kept'));
	expect(JSON.stringify(await bundle())).toContain('kept');
});
