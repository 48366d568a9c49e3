/**
 * Checks all content without a build: front matter, ids, links, regions, demonstrations, facts, drawings,
 * Japanese prose, named paths, and the types of `check` blocks. Expired facts are warnings only, so that
 * the passing of time fails no unrelated change (`npm run facts` fails).
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
	// Types and prose take long, so they are checked only if the pages compile.
	const compiles = report.errors.length === 0;
	const errors = compiles ? checkBlocks(project.root, report.blocks) : report.errors;
	for (const { page } of compiles ? readOutlines(project) : []) {
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
			`${factsFile}:${String(fact.line)}: warning: ${name} expired on ${fact.expires}: ${fact.source}`
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
