import type { CodeBlock } from './code-block.ts';
import { fileBlock } from './demo.ts';
import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import type { Project } from './project.ts';
import type { Language } from './types.ts';

const examplesFolder = 'src/lib/examples';
const routesFolder = 'src/routes/api/examples';
const tag = /^\s*<Example\b(?<meta>[^>]*?)\/?>\s*$/;
/** What the site needs of an example, and its reader does not. */
const hidden = /(^|\/)(index|meta)\.ts$|\.spec\.ts$/;

/** An `<Example …>` line: a running example and all of its files. */
export interface ExampleTag {
	name: string;
	files: CodeBlock[];
}

/**
 * Takes `<Example name="…" />` lines out. The files are all that lie in the example's folder and in that
 * of its endpoints, except specs. Throws ContentError for an example that has no folder.
 */
export function takeExamples(
	lines: Line[],
	file: string,
	project: Pick<Project, 'exists' | 'list'>,
	replace: (example: ExampleTag) => string
): Line[] {
	return lines.map((line) => {
		const groups = tag.exec(line.text)?.groups;
		if (!groups) return line;
		const at = { file, line: line.no };
		const name = parseMeta(groups['meta'] ?? '', ['name'], at).options.get('name') ?? '';
		if (!/^[a-z0-9-]+$/.test(name) || !project.exists(`${examplesFolder}/${name}/index.ts`)) {
			throw new ContentError(
				{ ...at, field: 'name' },
				`there is no example ${examplesFolder}/${name}/`
			);
		}
		const paths = [`${examplesFolder}/${name}/`, `${routesFolder}/${name}/`]
			.flatMap((folder) => filesIn(project, folder))
			.filter((path) => !hidden.test(path));
		const files = paths.map((path) => fileBlock(path, line.no));
		return { no: line.no, text: replace({ name, files }) };
	});
}

/**
 * Every file of an example, each behind its name: whole, and out of the way. Above them the way to have
 * them as a project of one's own, which src/downloads makes.
 */
export async function exampleFiles(
	name: string,
	files: readonly CodeBlock[],
	{ figure, lang }: { figure: (block: CodeBlock) => Promise<string>; lang: Language }
): Promise<string> {
	const folded = files.map(async (block) => {
		const path = (block.source ?? '').replace(`${examplesFolder}/${name}/`, '');
		const summary = `<summary><code>${escapeText(path)}</code></summary>`;
		return `<details class="example-file">${summary}${await figure({ ...block, title: null })}</details>`;
	});
	const { exampleFiles: heading, download } = labels[lang];
	const link = `<a href="/examples/${name}.zip" rel="external" download>${download}</a>`;
	const head = `<p class="example-head"><strong>${heading(files.length)}</strong> ${link}</p>`;
	return `<div class="example-files">${head}${(await Promise.all(folded)).join('')}</div>`;
}

/** Paths of the files below a folder, whose path ends with a slash. */
function filesIn(project: Pick<Project, 'list'>, folder: string): string[] {
	return project
		.list(folder)
		.flatMap((name) => (name.endsWith('/') ? filesIn(project, folder + name) : [folder + name]));
}
