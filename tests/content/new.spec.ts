import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkProse } from '../../scripts/lib/check-prose.ts';
import { findLiveText } from '../../scripts/lib/live-text.ts';
import { checkContent } from '../../src/markdown/check-content.ts';
import { openProject } from '../../src/markdown/project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Type-checking and linting load the whole project.
const checkMs = 300_000;
const made = [
	['page', 'sveltekit/realtime/made-page'],
	['demo', 'made-demo'],
	['example', 'made-example']
];
const notCopied = ['.git', '.svelte-kit', 'build', 'node_modules', 'test-results', 'coverage'];

let copy = '';
const written: string[] = [];
const code = () => written.filter((path) => !path.endsWith('.md'));

/** Runs a program of node_modules in the copy, and returns what it prints if it fails. */
function complaints(program: string, ...args: string[]): string {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[`node_modules/${program}`, ...args],
		{ cwd: copy, encoding: 'utf8' }
	);
	return status === 0 ? '' : stdout + stderr;
}

beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'wirelab-new-'));
	cpSync(root, copy, {
		recursive: true,
		filter: (path) =>
			path === root || !notCopied.includes(basename(path)) || path.startsWith(join(root, 'src/'))
	});
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
	for (const args of made) {
		const { stdout } = spawnSync('npm', ['run', 'new', '--', ...args], {
			cwd: copy,
			encoding: 'utf8'
		});
		written.push(...[...stdout.matchAll(/^written +(.+)$/gm)].map(([, path = '']) => path));
	}
	expect(written.length).toBeGreaterThan(made.length);
}, checkMs);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('what `npm run new` writes passes as it stands:', () => {
	test('the formatter', () => {
		expect(complaints('prettier/bin/prettier.cjs', '--check', ...written)).toBe('');
	});

	test('its own specs', () => {
		const specs = code().filter((path) => path.endsWith('.spec.ts'));
		expect(specs).toHaveLength(2);
		expect(complaints('vitest/vitest.mjs', 'run', ...specs)).toBe('');
	});

	test('the linter', { timeout: checkMs }, () => {
		expect(complaints('eslint/bin/eslint.js', ...code())).toBe('');
	});

	test('the type checker', { timeout: checkMs }, () => {
		const tsconfig = 'tsconfig.made.json';
		const include = [...code(), 'src/app.d.ts', '.svelte-kit/ambient.d.ts'];
		writeFileSync(
			join(copy, tsconfig),
			JSON.stringify({ extends: './tsconfig.json', include, exclude: [] })
		);
		expect(complaints('svelte-check/bin/svelte-check', '--tsconfig', tsconfig)).toBe('');
	});

	test('the checks of pages and of text in components', { timeout: checkMs }, async () => {
		const project = openProject(copy);
		const report = await checkContent(project);
		expect(report.errors).toEqual([]);
		for (const page of written.filter((path) => path.endsWith('.md'))) {
			expect(await checkProse(page, project.read(page) ?? '')).toEqual([]);
		}
		for (const component of written.filter((path) => path.endsWith('.svelte'))) {
			expect(findLiveText(join(copy, component))).toEqual([]);
		}
	});
});
