/**
 * Checks the given pages, or all content, without a build: front matter, ids, links, regions, demonstrations,
 * facts, drawings, Japanese prose, paths, and the types of `check` blocks. An expired fact is an error in `npm run facts`,
 * but only a warning here, so that it does not block unrelated changes.
 */
import { fileURLToPath } from 'node:url';
import { checkContent, countBlocks } from '../src/markdown/check-content.ts';
import { type ContentError, mistakesOf } from '../src/markdown/error.ts';
import { expiredFacts, factsFile, readFacts, today } from '../src/markdown/fact.ts';
import { readOutlines } from '../src/markdown/pages.ts';
import { openProject } from '../src/markdown/project.ts';
import type { PageInfo } from '../src/markdown/types.ts';
import { checkBlocks } from './lib/check-blocks.ts';
import { checkPaths } from './lib/check-paths.ts';
import { checkProse } from './lib/check-prose.ts';
import { checkWords, glossary, wrongWords } from './lib/check-words.ts';

const project = openProject(fileURLToPath(new URL('..', import.meta.url)));

try {
	const words = wrongWords(project.read(glossary) ?? '');
	const only = process.argv.length > 2 ? process.argv.slice(2) : null;
	const report = await checkContent(project, only);
	const errors = [...report.errors, ...checkBlocks(project.root, report.blocks)];
	for (const { page, mistakes } of readOutlines(project)) {
		if (mistakes.length > 0 || only?.includes(page.file) === false) continue;
		errors.push(...(await textMistakes(page, words)));
	}
	const place = ({ file, line }: ContentError) => `${file}:${String(line).padStart(6)}`;
	errors.sort((a, b) => place(a).localeCompare(place(b)));
	for (const error of errors) console.error(error.message);
	const missingFiles = only?.filter((file) => !project.exists(file)) ?? [];
	for (const file of missingFiles) console.error(`${file}: there is no such file`);

	for (const [name, fact] of expiredFacts(readFacts(project.read(factsFile) ?? ''), today())) {
		console.warn(
			`${factsFile}:${String(fact.line)}: warning: ${name} expired on ${fact.expires}: ${fact.source}`
		);
	}
	console.log(`${String(report.pages)} pages, ${countBlocks(report.blocks)}`);
	const count = errors.length + missingFiles.length;
	if (count > 0) {
		console.error(`${String(count)} errors in the content`);
		process.exitCode = 1;
	}
} catch (error) {
	for (const { message } of mistakesOf(error)) console.error(message);
	process.exitCode = 1;
}

/** Mistakes in the text of a page that the compiler does not detect. */
async function textMistakes(
	{ file, lang }: PageInfo,
	words: Map<string, string>
): Promise<ContentError[]> {
	const source = project.read(file) ?? '';
	const paths = checkPaths(file, source, project);
	if (lang !== 'ja') return paths;
	return [...paths, ...(await checkProse(file, source)), ...checkWords(file, source, words)];
}
