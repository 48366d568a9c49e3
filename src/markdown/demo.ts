import { fileBlock, type CodeBlock } from './code-block.ts';
import { exportBlock, printBlock } from './code-figure.ts';
import { ContentError } from './error.ts';
import type { ExportedPage, Feature, Page } from './feature.ts';
import { labels } from './labels.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';

/** The folders below `src/lib` whose parts a page can mount. */
type LiveFolder = 'demos' | 'labs' | 'examples';

/** `<Demo name="…" files="…" />`: mounts a demonstration and prints files of its folder below it. */
export const demos: Feature = mounting('Demo', 'demos');

interface Part {
	name: string;
	/** The blocks that print its files. */
	blocks: CodeBlock[];
}

/** The feature whose tag mounts a part from a folder and prints files of it. */
export function mounting(tag: string, folder: LiveFolder): Feature {
	const tagLine = new RegExp(`^\\s*<${tag}\\b(?<meta>[^>]*?)/?>\\s*$`);

	/** The part that a line mounts; null for any other line. */
	function read(line: Line, page: Source): Part | null {
		const meta = tagLine.exec(line.text)?.groups?.['meta'];
		if (meta === undefined) return null;
		const { options } = parseMeta(meta, ['name', 'files'], { file: page.file, line: line.number });
		const name = options.get('name') ?? '';
		const path = partPath(name, folder, line, page);
		const blocks = (options.get('files') ?? '')
			.split(',')
			.map((file) => file.trim())
			.filter((file) => file !== '')
			.map((file) => fileBlock(`${path}/${file}`, line.number));
		return { name, blocks };
	}

	return {
		transformLines: (lines, page) =>
			lines.map((line) => {
				const part = read(line, page);
				if (!part) return line;
				const figures = part.blocks.map((block) => printBlock(block, page));
				const files = figures.length === 0 ? '' : page.put(filesHtml(figures), 'block');
				const text = page.putLive(mountDemo(folder, part.name, page) + files);
				return { number: line.number, text };
			}),
		exportLine(line, page) {
			const part = read(line, page);
			return part ? exportLive(line, part, page) : [line];
		}
	};
}

/** What reading a tag needs of its page. */
type Source = Pick<Page, 'file' | 'project'>;

/** @throws ContentError if `src/lib` has no such part */
export function partPath(
	name: string,
	folder: LiveFolder,
	line: Line,
	{ file, project }: Source
): string {
	const path = `src/lib/${folder}/${name}`;
	if (/^[a-z0-9-]+$/.test(name) && project.exists(`${path}/index.ts`)) return path;
	throw new ContentError(
		{ file, line: line.number, field: 'name' },
		`there is no ${path}/index.ts`
	);
}

/** A live part as plain Markdown: a link to where it runs, and its files. */
function exportLive(line: Line, { name, blocks }: Part, page: ExportedPage): Line[] {
	const link = `[${labels[page.lang].live(name)}](${page.path}#demo-${name})`;
	return exportEach([link, ...blocks.map((block) => exportBlock(block, page))], line, page);
}

/** Texts that replace one line, each a separate block. */
export const exportEach = (texts: string[], { number }: Line, page: ExportedPage): Line[] =>
	texts.flatMap((text) => [
		{ number, text: page.put(text) },
		{ number, text: '' }
	]);

async function filesHtml(figures: Promise<string>[]): Promise<string> {
	return `<div class="demo-files">${(await Promise.all(figures)).join('')}</div>`;
}

const kinds = { demos: '', labs: ' kind="lab"', examples: ' kind="example"' };

/**
 * The component that frames a demonstration, a laboratory or an example. The page imports only `meta` of the
 * part, such as its title and size; the rest is loaded when the part comes into view. Until then the page shows the
 * `Still.svelte` of the part, if it has one.
 */
function mountDemo(folder: LiveFolder, name: string, page: Page): string {
	const { imports, lang } = page;
	const meta = `${folder}_${name.replaceAll('-', '_')}`;
	// Copies with the texts of another language: src/build/vite-language.ts.
	const mark = lang === 'ja' ? '' : `?in=${lang}`;
	imports.add(`import Demo from '$lib/demos/Demo.svelte${mark}';`);
	imports.add(`import { meta as ${meta} } from '$lib/${folder}/${name}/meta.${lang}.ts';`);
	const load = `() => import('$lib/${folder}/${name}/index.ts${mark}')`;
	const tag = `<Demo name="${name}" meta={${meta}} load={${load}}${kinds[folder]}`;
	const still = `lib/${folder}/${name}/Still.svelte`;
	if (!page.project.exists(`src/${still}`)) return `${tag} />`;
	imports.add(`import Still_${meta} from '$${still}${mark}';`);
	return `${tag}><Still_${meta} /></Demo>`;
}
