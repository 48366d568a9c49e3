/**
 * `npm run lint` checks everything. `npm run lint -- FILE …` checks only the given files, which takes seconds: in pages
 * it checks the prose, links, code and words, in other files the format and the code.
 */
import { spawnSync } from 'node:child_process';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentFolder } from '../src/markdown/pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = (name: string) => ['--import', 'tsx', `scripts/${name}.ts`];
const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check'];
const eslint = ['node_modules/eslint/bin/eslint.js'];

/** All checks as arguments of Node, the fastest first. */
const everything = [
	[...script('traps'), '--check'],
	[...script('contract'), '--check'],
	script('lint-content'),
	[...prettier, '.'],
	[...eslint, '.'],
	script('knip')
];

function checksOf(files: readonly string[]): string[][] {
	const isPage = (file: string) => file.startsWith(`${contentFolder}/`) && file.endsWith('.md');
	const pages = files.filter(isPage);
	const others = files.filter((file) => !isPage(file));
	return [
		...(pages.length > 0 ? [[...script('lint-content'), ...pages]] : []),
		...(others.length > 0
			? [
					[...prettier, '--ignore-unknown', ...others],
					[...eslint, '--no-warn-ignored', ...others]
				]
			: [])
	];
}

// npm runs this in the project's folder; `INIT_CWD` is where the author is.
const from = process.env['INIT_CWD'] ?? process.cwd();
const files = process.argv
	.slice(2)
	.map((file) => relative(root, resolve(from, file)).split(sep).join('/'));
for (const args of files.length > 0 ? checksOf(files) : everything) {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
