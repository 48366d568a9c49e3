/**
 * `npm run traps`: which tests guard against which trap, as a Markdown table; `--check` leaves the
 * table out. It ends with an error if a described trap has no test, or a test names a trap that
 * nobody has described.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles, trapIds } from './lib/test-titles.ts';
import { traps } from '../tests/traps.ts';

const files = ['src', 'tests', 'scripts']
	.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
	)
	.filter((path) => /\.(spec|e2e)\.ts$/.test(path));

const guards = new Map<string, Set<string>>(Object.keys(traps).map((id) => [id, new Set()]));
const problems: string[] = [];
for (const file of files.sort()) {
	for (const { title, line } of testTitles(readFileSync(file, 'utf8'))) {
		for (const id of trapIds(title)) {
			const known = guards.get(id);
			if (known) known.add(file);
			else problems.push(`${file}:${line}: trap ${id} has no description in tests/traps.ts`);
		}
	}
}
for (const [id, tests] of guards) {
	if (tests.size === 0) problems.push(`no test's title begins with "${id}:" (${traps[id]})`);
}

if (!process.argv.includes('--check')) {
	console.log('| trap | what goes wrong | tests |\n| --- | --- | --- |');
	for (const [id, tests] of guards) {
		console.log(`| ${id} | ${traps[id]} | ${[...tests].join(' ')} |`);
	}
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
