/**
 * `npm run facts` lists the expired facts with their sources and the pages that print them, and fails if
 * there are any. It is a separate check, so that the passing of time never fails an unrelated change.
 */
import { fileURLToPath } from 'node:url';
import { expiredFacts, factsFile, readFacts, today } from '../src/markdown/fact.ts';
import { readOutlines } from '../src/markdown/pages.ts';
import { openProject } from '../src/markdown/project.ts';

const project = openProject(fileURLToPath(new URL('..', import.meta.url)));
const facts = readFacts(project.read(factsFile) ?? '');
const files = readOutlines(project).map(({ page }) => page.file);

/** `file:line` of every place that prints a fact. */
function usesOf(name: string): string[] {
	return files.flatMap((file) =>
		(project.read(file) ?? '')
			.split('\n')
			.flatMap((text, i) => (text.includes(`[[fact:${name}]]`) ? [`${file}:${String(i + 1)}`] : []))
	);
}

for (const [name, { line }] of facts) {
	if (usesOf(name).length === 0)
		console.warn(`${factsFile}:${String(line)}: ${name} is not used on any page`);
}
const expired = expiredFacts(facts, today());
for (const [name, fact] of expired) {
	console.error(`${factsFile}:${String(fact.line)}: ${name} expired on ${fact.expires}`);
	console.error(`  ${fact.claim}\n  ${fact.source}`);
	for (const use of usesOf(name)) console.error(`  printed at ${use}`);
}
console.log(`${String(facts.size)} facts, ${String(expired.length)} expired`);
if (expired.length > 0) process.exitCode = 1;
