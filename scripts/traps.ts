/**
 * `npm run traps` writes the page of all traps: where each is taught, and which test guards against it.
 * `--check` writes nothing and fails if the page is out of date. Both fail if a trap is not taught on any page, if a
 * trap in tests/traps.ts has no test, if a test names a trap that tests/traps.ts does not have, or if a page or
 * tests/traps.ts names a trap that content/traps.yaml does not have.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { allTestTitles, trapIds } from './lib/test-titles.ts';
import { findMentions, trapTables } from './lib/trap-page.ts';
import { readOutlines } from '../src/markdown/pages.ts';
import { openProject } from '../src/markdown/project.ts';
import { readTraps, trapsFile } from '../src/markdown/traps.ts';
import { traps as tested } from '../tests/traps.ts';

const page = 'content/ja/10-sveltekit/20-realtime/95-traps.md';
const marks = ['<!-- traps -->', '<!-- /traps -->'] as const;
const problems: string[] = [];
const traps = readTraps(readFileSync(trapsFile, 'utf8'));

const testsByTrap = new Map<string, Set<string>>(Object.keys(tested).map((id) => [id, new Set()]));
for (const { file, line, title } of allTestTitles()) {
	for (const id of trapIds(title)) {
		const known = testsByTrap.get(id);
		if (known) known.add(file);
		else problems.push(`${file}:${line}: trap ${id} has no description in tests/traps.ts`);
	}
}
for (const [id, tests] of testsByTrap) {
	if (tests.size === 0) problems.push(`no test's title begins with "${id}:" (${tested[id]})`);
	if (!traps.has(id)) problems.push(`trap ${id} is not in ${trapsFile}`);
}

const outlines = readOutlines(openProject(process.cwd()));
const pages = outlines
	.map(({ page }) => page)
	.filter(({ lang, file }) => lang === 'ja' && file !== page);
const mentions = pages.flatMap((info) => {
	const found = findMentions(info, readFileSync(info.file, 'utf8'));
	for (const { id } of found) {
		if (!traps.has(id)) problems.push(`${info.file}: trap ${id} is not in ${trapsFile}`);
	}
	return found;
});

const source = readFileSync(page, 'utf8');
const [before = '', rest = ''] = source.split(marks[0]);
const after = rest.split(marks[1])[1] ?? '';
const tables = trapTables(traps, mentions, testsByTrap);
const fresh = `${before}${marks[0]}\n\n${tables}\n\n${marks[1]}${after}`;
if (!process.argv.includes('--check')) writeFileSync(page, fresh);
else if (fresh !== source) problems.push(`${page} is out of date: npm run traps`);

const untaught = [...traps.keys()].filter((id) => !mentions.some((mention) => mention.id === id));
if (untaught.length > 0) problems.push(`not taught on any page: ${untaught.join(' ')}`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
