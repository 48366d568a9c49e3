import { ContentError } from '../../src/markdown/error.ts';
import { replaceFences } from '../../src/markdown/fences.ts';
import { readFrontmatter } from '../../src/markdown/frontmatter.ts';
import type { Project } from '../../src/markdown/project.ts';

const namedPath = /`((?:bench|content|deploy|docs|scripts|src|static|tests)\/[^`\s]*)`/g;

/** Reports paths in prose that do not exist in this project. */
export function checkPaths(file: string, source: string, project: Project): ContentError[] {
	const prose = replaceFences(readFrontmatter(source, file).body, file, () => '');
	return prose.flatMap(({ text, number }) =>
		missingPaths(text, project).map(
			(path) => new ContentError({ file, line: number }, `${path} does not exist`)
		)
	);
}

/** The paths in a text that do not exist, except for patterns and placeholders. */
export function missingPaths(text: string, project: Pick<Project, 'exists'>): string[] {
	return [...text.matchAll(namedPath)]
		.map(([, path = '']) => path)
		.filter((path) => !/[<{*]|\bNN-/.test(path) && !project.exists(path));
}
