import { join, normalize, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { CodeBlock } from './code-block.ts';
import { compilePage, type CompiledPage } from './compile.ts';
import { ContentError } from './error.ts';
import { toLines, toText } from './lines.ts';
import { checkLinks } from './links.ts';
import { checkMarkup, isStill, pageModule } from './page-module.ts';
import { contentFolder, readOutlines, type Outline } from './pages.ts';
import { openProject, type Project } from './project.ts';
import { linkTargets } from './targets.ts';
import { typesAddress } from './typed.ts';
import type { PageInfo } from './types.ts';

const pagesId = 'virtual:wirelab/pages';
const contentsId = 'virtual:wirelab/contents';
const resolved = (id: string) => `\0${id}`;
// Under an address inside the project, not a virtual one: only so does SvelteKit in development find the styles
// behind it and put them into the HTML. Without them everything jumps when the script arrives.
const contentsPath = `/${contentFolder}/contents.js`;

/** What other plugins may ask of this one (`plugin.api`). */
export interface MarkdownApi {
	/** The blocks with types of every page that was compiled, by the address of their types. */
	typed: ReadonlyMap<string, CodeBlock>;
}

/**
 * Turns `content/**\/*.md` into Svelte source, lists the pages as `virtual:wirelab/pages` and opens
 * them as `virtual:wirelab/contents`. Stands before SvelteKit's plugins, whose Svelte compiler takes
 * over from there.
 *
 * @param options.repository web address of the repository, without a slash at the end
 */
export function markdown({ repository = null }: { repository?: string | null } = {}): Plugin[] {
	let project: Project;
	let building = true;
	let outlines: Outline[] | null = null;
	// Which pages print or draw a file (absolute paths), and which could not be compiled last time.
	const printedBy = new Map<string, Set<string>>();
	const failed = new Set<string>();
	const typed = new Map<string, CodeBlock>();
	// Of a build, by file: the server's and the browser's side print the same page.
	const compiled = new Map<string, { source: string; page: Promise<CompiledPage> }>();
	let wasFailed = false;

	const pages = () => (outlines ??= readOutlines(project));
	const contentFile = (path: string): string | null => {
		const file = relative(project.root, path).split(sep).join('/');
		return file.startsWith(`${contentFolder}/`) && file.endsWith('.md') ? file : null;
	};

	function compile(source: string, file: string): Promise<CompiledPage> {
		const known = compiled.get(file);
		if (building && known?.source === source) return known.page;
		const page = compileAnew(source, file);
		if (building) compiled.set(file, { source, page });
		return page;
	}

	/** Throws what is wrong with any page, before the build does anything that takes long. */
	async function compileAll(): Promise<void> {
		const errors: ContentError[] = [];
		for (const { page } of pages()) {
			await compile(project.read(page.file) ?? '', page.file).catch((error: unknown) => {
				if (!(error instanceof ContentError)) throw error;
				errors.push(error);
			});
		}
		const [first, ...others] = errors;
		if (first && others.length === 0) throw first;
		if (first) throw new Error(errors.map(({ message }) => message).join('\n'));
	}

	async function compileAnew(source: string, file: string): Promise<CompiledPage> {
		const outline = pages().find(({ page }) => page.file === file);
		if (!outline) throw new ContentError({ file, line: 1 }, 'is not in the content tree');
		const { lang } = outline.page;
		const page = await compilePage(source, { project, file, lang, repository, live: !building });
		for (const block of page.blocks) {
			const address = typesAddress(block);
			if (address !== null) typed.set(address, block);
		}
		checkLinks(outline.page, page.links, linkTargets(project, pages()));
		// Takes as long as all the rest: a build and the lint are soon enough.
		if (building) checkMarkup(page, file);
		return page;
	}

	/** Those of which something comes alive: every page carries the names of their scripts. */
	async function withLife(all: readonly PageInfo[]): Promise<PageInfo[]> {
		const still = await Promise.all(
			all.map(async ({ file }) => isStill(await compile(project.read(file) ?? '', file)))
		);
		return all.filter((_, i) => !still[i]);
	}

	return [
		{
			name: 'wirelab:markdown',
			enforce: 'pre',
			api: { typed } satisfies MarkdownApi,

			configResolved({ root, command }) {
				project = openProject(root);
				building = command === 'build';
			},

			async buildStart() {
				outlines = null;
				if (building) await compileAll();
			},

			watchChange() {
				compiled.clear();
			},

			resolveId(id) {
				if (id === pagesId) return resolved(id);
				return id === contentsId || id === contentsPath ? project.root + contentsPath : undefined;
			},

			async load(id) {
				if (id !== resolved(pagesId) && id !== project.root + contentsPath) return;
				const blank = building && this.environment.config.consumer === 'client';
				const all = pages().map(({ page }) => page);
				if (id === resolved(pagesId)) {
					return `export const pages = ${JSON.stringify(blank ? [] : all)};`;
				}
				const opened = blank ? await withLife(all) : all;
				const entries = opened.map(
					({ path, file }) =>
						`${JSON.stringify(path)}: () => import(${JSON.stringify(`/${file}`)}).then((page) => page.default)`
				);
				return `export const contents = {${entries.join(',\n')}};`;
			},

			transform: {
				filter: { id: /\.md$/ },
				async handler(source, id) {
					const file = contentFile(id);
					if (file === null) return;
					failed.add(id);
					// The same text as `project.read` gives, for the build compiles a page once.
					const page = await compile(toText(toLines(source)), file);
					failed.delete(id);
					for (const path of [...page.files, ...page.diagrams.map(({ cache }) => cache)]) {
						const absolute = join(project.root, path);
						printedBy.set(absolute, (printedBy.get(absolute) ?? new Set()).add(id));
						// In development the whole project is watched; as a dependency of the page, a file of the
						// server would be compiled for the browser.
						if (building && project.exists(path)) this.addWatchFile(absolute);
					}
					const blank = building && this.environment.config.consumer === 'client';
					return { code: pageModule(page, { blank }), map: null };
				}
			},

			hotUpdate({ file, modules, server }) {
				const { config, moduleGraph } = this.environment;
				const printing = [...(printedBy.get(normalize(file)) ?? [])].flatMap((page) => [
					...(moduleGraph.getModulesByFile(page) ?? [])
				]);
				for (const page of printing) moduleGraph.invalidateModule(page);
				const affected = new Set(modules);
				if (contentFile(file) !== null) {
					outlines = null;
					for (const id of [resolved(pagesId), project.root + contentsPath]) {
						const list = moduleGraph.getModuleById(id);
						if (list) affected.add(list);
					}
				}
				// The server's turn is after the browser's: when the browser asks anew, both are fresh.
				// In the browser's own turn Svelte's plugin takes all that is affected for `file` itself,
				// and sees no change where a mistake is taken back.
				if (config.consumer === 'client') wasFailed = failed.has(file);
				else {
					for (const page of printing) affected.add(page);
					const reload = printing.length > 0 || wasFailed;
					if (reload) server.environments.client.hot.send({ type: 'full-reload' });
				}
				return [...affected];
			}
		}
	];
}
