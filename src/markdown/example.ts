import { fileBlock, type CodeBlock } from './code-block.ts';
import { printBlock } from './code-figure.ts';
import { mountDemo } from './demo.ts';
import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import type { Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import type { Project } from './project.ts';

const examplesFolder = 'src/lib/examples';
const routesFolder = 'src/routes/api/examples';
const tag = /^\s*<(?<tag>Example|ExampleFiles)\b(?<meta>[^>]*?)\/?>\s*$/;
/** Files that only the site needs. */
const hidden = /(^|\/)(index|meta\.\w+)\.ts$|\.spec\.ts$/;

/**
 * `<Example name="…" />` mounts a running example. `<ExampleFiles name="…" />` prints all files in its
 * folder and in the folder of its endpoints, so that a page can say first where to begin reading.
 */
export const examples: Feature = {
	take: (lines, page) => lines.map((line) => takeLine(line, page))
};

function takeLine(line: Line, page: Page): Line {
	const groups = tag.exec(line.text)?.groups;
	if (!groups) return line;
	const at = { file: page.file, line: line.no };
	const name = parseMeta(groups['meta'] ?? '', ['name'], at).options.get('name') ?? '';
	if (!/^[a-z0-9-]+$/.test(name) || !page.project.exists(`${examplesFolder}/${name}/index.ts`)) {
		const reason = `there is no example ${examplesFolder}/${name}/`;
		throw new ContentError({ ...at, field: 'name' }, reason);
	}
	if (groups['tag'] === 'Example') {
		return { no: line.no, text: page.putLive(mountDemo('examples', name, page)) };
	}
	const blocks = [`${examplesFolder}/${name}/`, `${routesFolder}/${name}/`]
		.flatMap((folder) => filesIn(page.project, folder))
		.filter((path) => !hidden.test(path))
		.map((path) => fileBlock(path, line.no));
	return { no: line.no, text: page.put(filesHtml(name, blocks, page), 'block') };
}

/** Each file folded under its name, below a link to the whole example as a project (src/downloads). */
async function filesHtml(name: string, blocks: CodeBlock[], page: Page): Promise<string> {
	const folded = blocks.map(async (block) => {
		const path = (block.source ?? '').replace(`${examplesFolder}/${name}/`, '');
		const summary = `<summary><code>${escapeText(path)}</code></summary>`;
		const figure = await printBlock({ ...block, title: null }, page);
		return `<details class="example-file">${summary}${figure}</details>`;
	});
	const { exampleFiles, download } = labels[page.lang];
	const link = `<a href="/examples/${name}.zip" rel="external" download>${download}</a>`;
	const head = `<p class="example-head"><strong>${exampleFiles(blocks.length)}</strong> ${link}</p>`;
	return `<div class="example-files">${head}${(await Promise.all(folded)).join('')}</div>`;
}

/** Paths of the files in a folder and its subfolders; the folder ends with a slash. */
function filesIn(project: Project, folder: string): string[] {
	return project
		.list(folder)
		.flatMap((name) => (name.endsWith('/') ? filesIn(project, folder + name) : [folder + name]));
}
