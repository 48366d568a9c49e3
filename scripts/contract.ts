/**
 * `npm run contract`: writes the table of the contract's sentences and their tests into tests/README.md.
 * `--check` writes nothing and ends with an error if a sentence has no test, a test that is named does not
 * exist, or the table in the README is not this one.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseSentences, problemsOf, tablesOf } from './lib/sentences.ts';
import { testTitles } from './lib/test-titles.ts';

const readme = 'tests/README.md';
const begin = '<!-- prettier-ignore-start -->';
const end = '<!-- prettier-ignore-end -->';

const sections = parseSentences(readFileSync('tests/contract/sentences.yaml', 'utf8'));
const titles = new Map<string, string[]>();
const problems = problemsOf(sections, (file) => {
	if (!existsSync(file)) return null;
	const known = titles.get(file) ?? testTitles(readFileSync(file, 'utf8')).map((t) => t.title);
	titles.set(file, known);
	return known;
});

const text = readFileSync(readme, 'utf8');
const [before = '', rest = ''] = text.split(begin);
const [, after = ''] = rest.split(end);
const written = `${before}${begin}\n\n${tablesOf(sections, 'tests')}\n\n${end}${after}`;
if (!process.argv.includes('--check')) writeFileSync(readme, written);
else if (written !== text) problems.push(`${readme} is not up to date: npm run contract`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
