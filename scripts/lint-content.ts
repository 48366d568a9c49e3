/**
 * Checks all content without a build: front matter, ids, links, regions, demos, facts, drawings, the
 * Japanese of the prose, paths that are named, and the types of code that readers will copy. Facts past
 * their date only warn, for time passes while nobody changes anything (`npm run facts` fails). A block that
 * is from no file, not checked and no counter-example does not even compile.
 */
import { fileURLToPath } from 'node:url';
import { checkContent, countBlocks } from '../src/markdown/check-content.ts';
import { ContentError } from '../src/markdown/error.ts';
import { expiredFacts, factsFile, readFacts, today } from '../src/markdown/fact.ts';
import { readOutlines } from '../src/markdown/pages.ts';
import { openProject } from '../src/markdown/project.ts';
import { checkBlocks } from './lib/check-blocks.ts';
import { checkPaths } from './lib/check-paths.ts';
import { checkProse } from './lib/check-prose.ts';
import { checkWords, glossary, wrongWords } from './lib/check-words.ts';

const project = openProject(fileURLToPath(new URL('..', import.meta.url)));

try {
	const words = wrongWords(project.read(glossary) ?? '');
	const report = await checkContent(project);
	// Types and prose take long: what stops a build is said before.
	const isBuilt = report.errors.length === 0;
	const errors = isBuilt ? checkBlocks(project.root, report.blocks) : report.errors;
	for (const { page } of isBuilt ? readOutlines(project) : []) {
		const source = project.read(page.file) ?? '';
		errors.push(...checkPaths(page.file, source, project));
		if (page.lang === 'ja') {
			errors.push(...(await checkProse(page.file, source)));
			errors.push(...checkWords(page.file, source, words));
		}
	}
	for (const error of errors) console.error(error.message);

	for (const [name, fact] of expiredFacts(readFacts(project.read(factsFile) ?? ''), today())) {
		console.warn(
			`${factsFile}:${String(fact.line)}: warning: ${name} was to be read again by ${fact.expires}: ${fact.source}`
		);
	}
	console.log(`${String(report.pages)} pages, ${countBlocks(report.blocks)}`);
	if (errors.length > 0) {
		console.error(`${String(errors.length)} errors in the content`);
		process.exitCode = 1;
	}
} catch (error) {
	if (!(error instanceof ContentError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
