import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '../src/lib/server/config.ts';
import { missingPaths } from './lib/check-paths.ts';
import { runners } from './lib/runners.ts';
import { folders } from './lint/folders/index.js';

const read = (file: string) => readFileSync(file, 'utf8');
const documents = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'docs/settings.md',
	'tests/README.md',
	'bench/README.md',
	'CHANGELOG.md'
];

test('the table of settings has every variable that the server reads, and no other', () => {
	const readNames = new Set<string>();
	parseConfig(
		new Proxy<Record<string, undefined>>(
			{},
			{
				get(_, name) {
					readNames.add(String(name));
					return undefined;
				}
			}
		)
	);
	const [, rest = ''] = read('docs/settings.md').split('## Server');
	const [table = ''] = rest.split('## Operations');
	const named = [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
		[...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)
	);
	expect(named.sort()).toEqual([...readNames].sort());
});

test('every npm script that the documents name exists [command-scripts]', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const named = documents
		.flatMap((file) => [...read(file).matchAll(/npm run ([\w:-]+)/g)])
		.map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the table of runners names the tools of each runner', () => {
	const rows = [...read('tests/README.md').matchAll(/^\| `(\w+)` +\|.*\| ([^|]+?) +\|$/gm)];
	const tested = runners.filter(({ verifyOnly }) => !verifyOnly);
	expect(rows.map(([, name, tools]) => [name, tools])).toEqual(
		tested.map(({ name, needs = [], uses = [] }) => [
			name,
			[...needs, ...uses].map((tool) => tool.name).join(', ') || 'nothing'
		])
	);
});

test('the unit tests need neither a browser nor a service [command-unit]', () => {
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	expect(scripts['test:unit']).toBe('vitest run');
	const specs = ['src', 'scripts'].flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.spec.ts'))
			.map((name) => `${folder}/${name}`)
	);
	expect(specs.length).toBeGreaterThan(50);
	// A spec that starts a browser or a service imports one of these packages or folders.
	const starts =
		/from '(playwright(\/test)?|redis|[^']*\/tests\/(lib|support|contract|host)\/[^']*)'/;
	expect(specs.filter((file) => starts.test(read(file)))).toEqual([]);
});

test('package.json requires Node 20.19 or newer [command-scripts]', () => {
	const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
	expect(engines.node).toBe('>=20.19');
});

test('README says which versions of Node the tests run on [command-scripts]', () => {
	const [, versions = ''] = /^ +node: \[(.+)\]$/m.exec(read('.github/workflows/ci.yml')) ?? [];
	expect(versions).toMatch(/^\d+(, \d+)+$/);
	expect(read('README.md')).toContain(
		`CI tests it on Node ${versions.replace(/, (\d+)$/, ' and $1')};`
	);
});

test('every file that the documents link to exists', () => {
	const links = documents.flatMap((file) =>
		[...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) =>
			join(dirname(file), target)
		)
	);
	expect(links.length).toBeGreaterThan(3);
	expect(links.filter((link) => !existsSync(link))).toEqual([]);
});

test('every path of the project that the documents name exists', () => {
	const missing = documents.flatMap((file) => missingPaths(read(file), { exists: existsSync }));
	expect(missing).toEqual([]);
});

test('every row of CONTRIBUTING’s table of import boundaries says what the lint rule allows', () => {
	const [, rest = ''] = read('CONTRIBUTING.md').split('**Import boundaries are lint rules**');
	const [table = ''] = rest.split('`globalThis` is used');
	const rows = [...table.matchAll(/^\| `(.+?)` +\| ([^:;|]+)/gm)];
	expect(rows.length).toBeGreaterThan(5);
	for (const [, name, cell = ''] of rows) {
		const listed = [...cell.matchAll(/`(.+?)`/g)].map(([, folder]) => folder);
		const allowed = folders.find((folder) => folder.name === name)?.imports;
		expect(listed, name).toEqual(allowed);
	}
});

test('the lock file has the optional packages of all platforms, and names no registry', () => {
	const lock = JSON.parse(read('package-lock.json')) as {
		packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
	};
	const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter(
				(name) =>
					!(`node_modules/${name}` in lock.packages) &&
					!(`${path}/node_modules/${name}` in lock.packages)
			)
			.map((name) => `${path}: ${name}`)
	);
	expect(missing).toEqual([]);
	expect(Object.values(lock.packages).filter(({ resolved }) => resolved)).toEqual([]);
});
