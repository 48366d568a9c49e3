import { fileBlock, type CodeBlock } from './code-block.ts';
import { exportBlock, printBlock } from './code-figure.ts';
import { exportEach, exportLive, mountDemo } from './demo.ts';
import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import type { Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import { filesIn, type Project } from './project.ts';

const examplesFolder = 'src/lib/examples';
const routesFolder = 'src/routes/api/examples';
const tag = /^\s*<(?<tag>Example|ExampleFiles)\b(?<meta>[^>]*?)\/?>\s*$/;
/** Files that only the site needs. */
const hidden = /(^|\/)(index|meta\.\w+)\.ts$|\.spec\.ts$/;

/**
 * `<Example name="…" />` mounts a running example. `<ExampleFiles name="…" />` prints all files in its
 * folder and in the folder of its endpoints, so that a page can first say where to start reading.
 */
export const examples: Feature = {
	transformLines: (lines, page) => lines.map((line) => transformLine(line, page)),
	exportLine(line, page) {
		const example = readExample(line, page.file, page.project);
		if (!example) return [line];
		const { name, blocks } = example;
		if (!blocks) return exportLive(line, name, [], page);
		const zip = `[${labels[page.lang].download}](${downloadPath(name)})`;
		return exportEach([zip, ...blocks.map((block) => exportBlock(block, page))], line, page);
	}
};

const downloadPath = (name: string) => `/examples/${name}.zip`;

/**
 * The example in a line; null for any other line. `blocks` print its files; they are null if the line mounts
 * it.
 */
function readExample(
	line: Line,
	file: string,
	project: Project
): { name: string; blocks: CodeBlock[] | null } | null {
	const groups = tag.exec(line.text)?.groups;
	if (!groups) return null;
	const at = { file, line: line.number };
	const name = parseMeta(groups['meta'] ?? '', ['name'], at).options.get('name') ?? '';
	if (!/^[a-z0-9-]+$/.test(name) || !project.exists(`${examplesFolder}/${name}/index.ts`)) {
		const reason = `there is no example ${examplesFolder}/${name}/`;
		throw new ContentError({ ...at, field: 'name' }, reason);
	}
	if (groups['tag'] === 'Example') return { name, blocks: null };
	const blocks = [`${examplesFolder}/${name}/`, `${routesFolder}/${name}/`]
		.flatMap((folder) => filesIn(project, folder))
		.filter((path) => !hidden.test(path))
		.map((path) => fileBlock(path, line.number));
	return { name, blocks };
}

function transformLine(line: Line, page: Page): Line {
	const example = readExample(line, page.file, page.project);
	if (!example) return line;
	const { name, blocks } = example;
	if (!blocks)
		return { number: line.number, text: page.putLive(mountDemo('examples', name, page)) };
	return { number: line.number, text: page.put(filesHtml(name, blocks, page), 'block') };
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
	const link = `<a href="${downloadPath(name)}" rel="external" download>${download}</a>`;
	const head = `<p class="example-head"><strong>${exampleFiles(blocks.length)}</strong> ${link}</p>`;
	return `<div class="example-files">${head}${(await Promise.all(folded)).join('')}</div>`;
}
