import { join } from 'node:path';
import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions, ViteDevServer } from 'vite';
import type { CompiledPage } from './compile.ts';
import { diagramEvent, type DiagramFailure } from './diagram-event.ts';
import { syntaxError } from './diagram-syntax.ts';
import type { PlacedDiagram } from './drawings.ts';
import { HotUpdates } from './hot-update.ts';
import { toLines, toText } from './lines.ts';
import { partsOf, textsEvent, type TextsUpdate } from './page-module.ts';
import type { Site } from './site.ts';

/** A page that has been compiled for the browser or for the server. */
interface CompiledFile {
	/** Relative to the root. */
	file: string;
	page: CompiledPage;
	/** Files that the page prints or draws, relative to the root. */
	sources: readonly string[];
	consumer: 'client' | 'server';
}

/** What development adds to the compiler: hot updates of edited pages, and errors in diagrams. */
export class Development {
	readonly #root: string;
	readonly #site: Site;
	readonly #hotUpdates = new HotUpdates();
	/** By the file of each page: all that the browser has received of it, except its static texts. */
	readonly #frames = new Map<string, string>();
	/** The list of all pages as JSON, as sent to the browser. */
	#pageList = '';
	/** The diagrams of all compiled pages, by their hash. */
	readonly #diagrams = new Map<string, PlacedDiagram>();
	/** The texts of the page that is being updated, if nothing else in it has changed. */
	#texts: string[] | null = null;

	constructor(root: string, site: Site) {
		this.#root = root;
		this.#site = site;
	}

	/** Shows syntax errors of diagrams, which the browser reports, in the terminal and in the overlay. */
	reportDiagrams({ config: { logger }, environments: { client } }: ViteDevServer): void {
		client.hot.on(diagramEvent, ({ hash, reason }: DiagramFailure) => {
			const diagram = this.#diagrams.get(hash);
			if (!diagram) return;
			const { message, loc } = syntaxError(diagram, reason);
			logger.error(message);
			const err = { message, loc, stack: '', plugin: 'wirelab:markdown' };
			client.hot.send({ type: 'error', err });
		});
	}

	/** Marks the page with this absolute path as failed until `compiled` is called. */
	compiling(path: string): void {
		this.#hotUpdates.compiling(path);
	}

	/** Records what the page with this absolute path was compiled from. */
	compiled(path: string, { file, page, sources, consumer }: CompiledFile): void {
		this.#recordDiagrams(file, page);
		this.#hotUpdates.compiled(
			path,
			sources.map((source) => join(this.#root, source))
		);
		if (consumer !== 'client') return;
		this.#frames.set(file, frameOf(page));
		this.#pageList = JSON.stringify(this.#site.pages());
	}

	/**
	 * Updates one environment after an edit, and returns the modules that Vite has to update.
	 *
	 * @param file the edited page, relative to the root; null for any other file
	 * @param lists ids of the modules that list all pages
	 */
	async update(
		options: HotUpdateOptions,
		environment: DevEnvironment,
		{ file, lists }: { file: string | null; lists: readonly string[] }
	): Promise<EnvironmentModuleNode[]> {
		if (file !== null) this.#site.forgetPages();
		const isClient = environment.config.consumer === 'client';
		// Vite calls the browser's environment first; the server's uses the same texts.
		if (isClient) this.#texts = await this.#textsAfter(file, options);
		if (file === null || this.#texts === null) {
			return this.#hotUpdates.update(options, environment, file === null ? [] : lists);
		}
		if (!isClient) return options.modules;
		for (const module of options.modules) environment.moduleGraph.invalidateModule(module);
		environment.hot.send(textsEvent, { file, texts: this.#texts } satisfies TextsUpdate);
		return [];
	}

	#recordDiagrams(file: string, page: CompiledPage): void {
		for (const diagram of page.diagrams) this.#diagrams.set(diagram.hash, { ...diagram, file });
	}

	/** The texts of an edited page; null if more has changed, or the browser does not have the page. */
	async #textsAfter(file: string | null, { file: path, read }: HotUpdateOptions) {
		if (file === null || this.#hotUpdates.hasFailed(path)) return null;
		try {
			const page = await this.#site.compile(toText(toLines(await read())), file);
			this.#recordDiagrams(file, page);
			const isSame =
				this.#frames.get(file) === frameOf(page) &&
				this.#pageList === JSON.stringify(this.#site.pages());
			return isSame ? partsOf(page).texts : null;
		} catch {
			// The overlay shows mistakes when the page is compiled again.
			return null;
		}
	}
}

const frameOf = (page: CompiledPage): string =>
	JSON.stringify([partsOf(page).html, [...page.imports], page.frontmatter]);
