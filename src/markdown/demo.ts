import { fileBlock, type CodeBlock } from './code-block.ts';
import { exportBlock, printBlock } from './code-figure.ts';
import { ContentError } from './error.ts';
import type { ExportedPage, Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import type { Project } from './project.ts';

const demosFolder = 'src/lib/demos';
const tag = /^\s*<Demo\b(?<meta>[^>]*?)\/?>\s*$/;

/** `<Demo name="…" files="…" />`: mounts a demonstration and prints files of its folder below it. */
export const demos: Feature = {
	take: (lines, page) => lines.map((line) => takeLine(line, page)),
	exportLine(line, page) {
		const demo = readDemo(line, page.file, page.project);
		return demo ? exportLive(line, demo.name, demo.blocks, page) : [line];
	}
};

/** A live part as plain Markdown: a link to where it runs, and its files. */
export function exportLive(
	{ no }: Line,
	name: string,
	blocks: CodeBlock[],
	page: ExportedPage
): Line[] {
	const link = `[${labels[page.lang].live(name)}](${page.path}#demo-${name})`;
	return [link, ...blocks.map((block) => exportBlock(block, page))].flatMap((text) => [
		{ no, text: page.put(text) },
		{ no, text: '' }
	]);
}

/** The demonstration that a line mounts, and the blocks that print its files; null for another line. */
function readDemo(
	line: Line,
	file: string,
	project: Project
): { name: string; blocks: CodeBlock[] } | null {
	const meta = tag.exec(line.text)?.groups?.['meta'];
	if (meta === undefined) return null;
	const at = { file, line: line.no };
	const { options } = parseMeta(meta, ['name', 'files'], at);
	const name = options.get('name') ?? '';
	if (!/^[a-z0-9-]+$/.test(name) || !project.exists(`${demosFolder}/${name}/index.ts`)) {
		throw new ContentError({ ...at, field: 'name' }, `there is no demo ${demosFolder}/${name}/`);
	}
	const blocks = (options.get('files') ?? '')
		.split(',')
		.map((path) => path.trim())
		.filter((path) => path !== '')
		.map((path) => fileBlock(`${demosFolder}/${name}/${path}`, line.no));
	return { name, blocks };
}

function takeLine(line: Line, page: Page): Line {
	const demo = readDemo(line, page.file, page.project);
	if (!demo) return line;
	const figures = demo.blocks.map((block) => printBlock(block, page));
	const files = figures.length === 0 ? '' : page.put(filesHtml(figures), 'block');
	return { no: line.no, text: page.putLive(mountDemo('demos', demo.name, page) + files) };
}

async function filesHtml(figures: Promise<string>[]): Promise<string> {
	return `<div class="demo-files">${(await Promise.all(figures)).join('')}</div>`;
}

/**
 * The component that frames a demonstration or an example. The page imports only its title and size;
 * the rest is loaded when the reader sees it.
 */
export function mountDemo(
	folder: 'demos' | 'examples',
	name: string,
	{ imports, lang }: Page
): string {
	const meta = `${folder}_${name.replaceAll('-', '_')}`;
	// Copies with the texts of another language: src/build/vite-language.ts.
	const mark = lang === 'ja' ? '' : `?in=${lang}`;
	imports.add(`import Demo from '$lib/demos/Demo.svelte${mark}';`);
	imports.add(`import { meta as ${meta} } from '$lib/${folder}/${name}/meta.${lang}.ts';`);
	const load = `() => import('$lib/${folder}/${name}/index.ts${mark}')`;
	const kind = folder === 'examples' ? ' isExample' : '';
	return `<Demo name="${name}" meta={${meta}} load={${load}}${kind} />`;
}
