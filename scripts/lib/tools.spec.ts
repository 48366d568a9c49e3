import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
	ensureTool,
	findTool,
	thisMachine,
	toolForTests,
	type Machine,
	type Tool
} from './tools.ts';

let folder: string;
let printed: string[];
let ran: string[];

const tool: Tool = {
	name: 'teapot',
	variable: 'TEAPOT_PATH',
	commands: ['teapot', 'kettle'],
	packages: ['teapot', 'tea'],
	hint: 'brew tea'
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'tools-'));
	printed = [];
	ran = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Adds a program to the fake machine and returns its path. */
function program(path: string, script = 'exit 0'): string {
	const file = join(folder, path);
	mkdirSync(join(file, '..'), { recursive: true });
	writeFileSync(file, `#!/bin/sh\n${script}\n`);
	chmodSync(file, 0o755);
	return file;
}

function machine(changes: Partial<Machine> = {}): Machine {
	return {
		env: { PATH: [join(folder, 'first'), join(folder, 'second')].join(':') },
		platform: 'linux',
		canInstall: false,
		isFile: thisMachine.isFile,
		run(command, args) {
			ran.push([command, ...args].join(' '));
			return { ok: true, output: '' };
		},
		print: (line) => printed.push(line),
		...changes
	};
}

test('a tool is found in the folders of PATH, in their order', () => {
	program('second/teapot');
	const first = program('first/teapot');
	expect(findTool(tool, machine())).toEqual({ path: first, source: 'PATH' });
});

test('a preferred name in a later folder takes precedence over another name in an earlier folder', () => {
	program('first/kettle');
	const better = program('second/teapot');
	expect(findTool(tool, machine())?.path).toBe(better);
});

test('a folder with the name of the tool is ignored', () => {
	mkdirSync(join(folder, 'first/teapot'), { recursive: true });
	expect(findTool(tool, machine())).toBeNull();
});

test('the variable takes precedence over PATH [command-test]', () => {
	program('first/teapot');
	const own = program('own/pot');
	const found = findTool(tool, machine({ env: { ...machine().env, TEAPOT_PATH: own } }));
	expect(found).toEqual({ path: own, source: 'TEAPOT_PATH' });
});

test('a variable with an invalid path is an error, not a fallback to another program', () => {
	program('first/teapot');
	const env = { ...machine().env, TEAPOT_PATH: '/nowhere/pot' };
	expect(() => findTool(tool, machine({ env }))).toThrow('TEAPOT_PATH=/nowhere/pot');
});

test('a program that fails its probe is skipped', () => {
	program('first/teapot', 'exit 1');
	const usable = program('second/teapot', 'exit 0');
	const probed: Tool = { ...tool, probe: (path) => thisMachine.run(path, []).ok };
	expect(findTool(probed, machine())?.path).toBe(usable);
});

test('known paths are tried after PATH, and the fallback last', () => {
	const usual = program('usual/teapot');
	const other = program('other/teapot');
	const withFallback: Tool = {
		...tool,
		knownPaths: () => [usual],
		fallback: () => ({ path: other, source: 'the cupboard' })
	};
	expect(findTool(withFallback, machine())).toEqual({ path: usual, source: 'its usual place' });
	rmSync(usual);
	expect(findTool(withFallback, machine())).toEqual({ path: other, source: 'the cupboard' });
	rmSync(other);
	expect(findTool(withFallback, machine())).toBeNull();
});

test('on Windows, names end in .exe and semicolons separate PATH', () => {
	const checked: string[] = [];
	findTool(
		tool,
		machine({
			platform: 'win32',
			env: { Path: 'C:\\a;D:\\b' },
			isFile: (path) => checked.push(path) < 0
		})
	);
	expect(checked.slice(0, 2)).toEqual(['C:\\a\\teapot.exe', 'D:\\b\\teapot.exe']);
});

test('nothing is installed without root on Debian; the reason names the command [command-test]', () => {
	expect(ensureTool(tool, machine())).toEqual({
		path: null,
		reason: 'teapot is missing; to install it: brew tea'
	});
	expect(ran).toEqual([]);
});

test('as root on Debian, the tool is installed with apt after a message [command-test]', () => {
	const found = ensureTool(
		tool,
		machine({
			canInstall: true,
			run(command, args) {
				ran.push([command, ...args].join(' '));
				if (args.includes('install')) program('second/teapot');
				return { ok: true, output: '' };
			}
		})
	);
	expect(found).toEqual({ path: join(folder, 'second/teapot'), source: 'apt (teapot, tea)' });
	expect(ran[0]).toMatch(/^apt-get update/);
	expect(ran[1]).toMatch(/^apt-get install -y .* teapot tea$/);
	expect(printed[0]).toContain('apt-get install -y teapot tea');
});

test('if apt fails, the reason contains the last line of its output', () => {
	const missing = ensureTool(
		tool,
		machine({
			canInstall: true,
			run: () => ({ ok: false, output: 'Reading lists\nE: no route to the pantry\n' })
		})
	);
	expect(missing).toMatchObject({
		path: null,
		reason: expect.stringContaining('E: no route to the pantry')
	});
});

test('a spec without its tool is skipped locally and fails in CI [command-test]', () => {
	expect(toolForTests(tool, machine())).toBeNull();
	const env = { ...machine().env, CI: 'true' };
	expect(() => toolForTests(tool, machine({ env }))).toThrow('CI must not skip');
});
