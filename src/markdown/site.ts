import type { CodeBlock } from './code-block.ts';
import type { CompiledPage } from './compile.ts';
import { fingerprintOf, recordInputs, type DiskCache } from './disk-cache.ts';
import { ContentError, mistakesOf, throwAll } from './error.ts';
import { exportPage } from './export-page.ts';
import { today } from './fact.ts';
import { allMistakes, findMistakes, type Checked } from './mistakes.ts';
import { isStatic } from './page-module.ts';
import { readOutlines, type KnownOutlines, type Outline } from './pages.ts';
import type { Project } from './project.ts';
import { linkTargets } from './targets.ts';
import { typesAddress } from './typed.ts';
import type { Language, PageInfo } from './types.ts';

export interface SiteOptions {
	project: Project;
	/** Public address of the site; null where it is not known. */
	url: string | null;
	/** Web address of the repository; null leaves out links to its files. */
	repository: string | null;
	/** True for a production build, which compiles each page once; false for development, which compiles again after an edit. */
	isBuild: boolean;
	/** Keeps compiled pages for later builds and for development. */
	cache: DiskCache<CompiledPage>;
}

/** The pages of the content tree, compiled on demand. */
export class Site {
	/** The code blocks with types, by the address at which the types are served. */
	readonly typed = new Map<string, CodeBlock>();
	readonly #options: SiteOptions;
	readonly #compiled = new Map<string, { source: string; page: Promise<CompiledPage> }>();
	readonly #known: KnownOutlines = new Map();
	#outlines: Outline[] | null = null;

	constructor(options: SiteOptions) {
		this.#options = options;
	}

	/** All pages in reading order. */
	pages(): PageInfo[] {
		return this.#readOutlines().map(({ page }) => page);
	}

	/** Makes the next use of the content tree read it again. */
	forgetPages(): void {
		this.#outlines = null;
	}

	/** Makes the next use of each page compile it again. */
	forgetCompiled(): void {
		this.#compiled.clear();
	}

	/** Compiles a page. In a build, the modules for server and browser share one result. */
	compile(source: string, file: string): Promise<CompiledPage> {
		const { isBuild } = this.#options;
		const known = this.#compiled.get(file);
		if (isBuild && known?.source === source) return known.page;
		const page = this.#compile(source, file);
		if (isBuild) this.#compiled.set(file, { source, page });
		return page;
	}

	/** Compiles all pages. @throws one error that lists the mistakes of all of them */
	async compileAll(): Promise<void> {
		const errors: ContentError[] = [];
		for (const { file } of this.pages()) {
			await this.#compileFile(file).catch((error: unknown) => errors.push(...mistakesOf(error)));
		}
		throwAll(errors);
	}

	/** All pages with the results of their compilation. */
	compiledPages(): Promise<{ page: PageInfo; compiled: CompiledPage }[]> {
		return Promise.all(
			this.pages().map(async (page) => ({ page, compiled: await this.#compileFile(page.file) }))
		);
	}

	/** All pages in plain Markdown. */
	exportedPages(): { page: PageInfo; text: string }[] {
		const { project, url } = this.#options;
		return this.pages().map((page) => {
			const { file, lang, path } = page;
			const options = { project, file, lang, path, url: url === null ? null : url + path };
			return { page, text: exportPage(project.read(file) ?? '', options) };
		});
	}

	/** The pages with live parts, which need a script in the browser. */
	async livePages(): Promise<PageInfo[]> {
		const pages = await this.compiledPages();
		return pages.filter(({ compiled }) => !isStatic(compiled)).map(({ page }) => page);
	}

	#readOutlines(): Outline[] {
		return (this.#outlines ??= readOutlines(this.#options.project, this.#known));
	}

	#compileFile(file: string): Promise<CompiledPage> {
		return this.compile(this.#options.project.read(file) ?? '', file);
	}

	async #compile(source: string, file: string): Promise<CompiledPage> {
		const { project } = this.#options;
		const outlines = this.#readOutlines();
		const outline = outlines.find(({ page }) => page.file === file);
		if (!outline) throw new ContentError({ file, line: 1 }, 'is not in the content tree');
		const checked = await this.#cached(source, file, outline.page.lang);
		throwAll(allMistakes(source, checked, outline, linkTargets(project, outlines)));
		const { page } = checked;
		if (!page) throw new Error(`${file} cannot be compiled`);
		for (const block of page.blocks) {
			const address = typesAddress(block);
			if (address !== null) this.typed.set(address, block);
		}
		return page;
	}

	/** A compiled page, from the cache if possible. Pages with mistakes are not cached. */
	async #cached(source: string, file: string, lang: Language): Promise<Checked> {
		const { repository, isBuild, cache } = this.#options;
		const isDevelopment = !isBuild;
		const key = JSON.stringify([fingerprintOf(source), lang, repository, today()]);
		const name = `${file} ${isDevelopment ? 'development' : 'build'}`;
		const known = cache.get(name, key);
		if (known) return { page: known, mistakes: [] };
		const { project, inputs } = recordInputs(this.#options.project);
		const checked = await findMistakes(source, { project, file, lang, repository, isDevelopment });
		if (checked.page && checked.mistakes.length === 0) cache.set(name, key, checked.page, inputs);
		return checked;
	}
}
