/**
 * `npm run contract`: writes tests/contract/PROMISES.md, which lists every promise of promises.yaml with the
 * tests that guard it. `--check` writes nothing and fails if that file is out of date. Both fail if a promise
 * has no test or a test's title names an unknown promise.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { listOf, parsePromises, problemsOf } from './lib/promises.ts';
import { allTestTitles } from './lib/test-titles.ts';

const folder = 'tests/contract';
const page = `${folder}/PROMISES.md`;
const promises = parsePromises(readFileSync(`${folder}/promises.yaml`, 'utf8'));
const titles = allTestTitles();
const problems = problemsOf(promises, titles);

const fresh = `# Promises and their tests

Written by \`npm run contract\` from [promises.yaml](promises.yaml) and the titles of all tests.

${listOf(promises, titles, folder)}`;
if (!process.argv.includes('--check')) writeFileSync(page, fresh);
else if (fresh !== readFileSync(page, 'utf8'))
	problems.push(`${page} is out of date: npm run contract`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
