import { fileBlock, type CodeBlock } from './code-block.ts';
import { exportBlock, printBlock } from './code-figure.ts';
import { exportEach, mounting, partPath } from './demo.ts';
import { escapeText } from './escape.ts';
import type { Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import { filesIn } from './project.ts';

const routesFolder = 'src/routes/api/examples';
const tag = /^\s*<ExampleFiles\b(?<meta>[^>]*?)\/?>\s*$/;
/** Files that only the site needs. */
const hidden = /(^|\/)(index|meta\.\w+)\.ts$|\.spec\.ts$/;

/** `<Example name="…" />`: mounts a running example. */
export const examples = mounting('Example', 'examples');

/**
 * `<ExampleFiles name="…" />`: prints the files in the folder of an example and in the folder of its endpoints,
 * except those that only the site needs. It has its own tag, so that a page can first say where to start reading.
 */
export const exampleFiles: Feature = {
	transformLines: (lines, page) =>
		lines.map((line) => {
			const example = readExample(line, page);
			return example
				? { number: line.number, text: page.put(filesHtml(example, page), 'block') }
				: line;
		}),
	exportLine(line, page) {
		const example = readExample(line, page);
		if (!example) return [line];
		const zip = `[${labels[page.lang].download}](${downloadPath(example.name)})`;
		return exportEach(
			[zip, ...example.blocks.map((block) => exportBlock(block, page))],
			line,
			page
		);
	}
};

const downloadPath = (name: string) => `/examples/${name}.zip`;

interface Example {
	name: string;
	/** The folder of its files, from the root of the repository. */
	path: string;
	/** The blocks that print its files and those of its endpoints. */
	blocks: CodeBlock[];
}

/** The example whose files a line prints; null for any other line. */
function readExample(line: Line, page: Pick<Page, 'file' | 'project'>): Example | null {
	const meta = tag.exec(line.text)?.groups?.['meta'];
	if (meta === undefined) return null;
	const at = { file: page.file, line: line.number };
	const name = parseMeta(meta, ['name'], at).options.get('name') ?? '';
	const path = partPath(name, 'examples', line, page);
	const blocks = [`${path}/`, `${routesFolder}/${name}/`]
		.flatMap((folder) => filesIn(page.project, folder))
		.filter((file) => !hidden.test(file))
		.map((file) => fileBlock(file, line.number));
	return { name, path, blocks };
}

/** Each file folded under its name, below a link to the whole example as a project (src/downloads). */
async function filesHtml({ name, path, blocks }: Example, page: Page): Promise<string> {
	const folded = blocks.map(async (block) => {
		const file = (block.source ?? '').replace(`${path}/`, '');
		const summary = `<summary><code>${escapeText(file)}</code></summary>`;
		const figure = await printBlock({ ...block, title: null }, page);
		return `<details class="example-file">${summary}${figure}</details>`;
	});
	const { exampleFiles: title, download } = labels[page.lang];
	const link = `<a href="${downloadPath(name)}" rel="external" download>${download}</a>`;
	const head = `<p class="example-head"><strong>${title(blocks.length)}</strong> ${link}</p>`;
	return `<div class="example-files">${head}${(await Promise.all(folded)).join('')}</div>`;
}
