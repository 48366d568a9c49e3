import { join, relative, sep } from 'node:path';
import type { Environment, Plugin } from 'vite';
import type { CodeBlock } from './code-block.ts';
import type { CompiledPage } from './compile.ts';
import { Development } from './development.ts';
import { DiskCache } from './disk-cache.ts';
import { toLines, toText } from './lines.ts';
import { pageModule } from './page-module.ts';
import { contentFolder } from './pages.ts';
import { openProject, type Project } from './project.ts';
import { Site } from './site.ts';
import type { PageInfo } from './types.ts';
import {
	contentsModule,
	pagesModule,
	resolvedContentsId,
	resolvedPagesId,
	resolveVirtual,
	scanPlugin
} from './virtual-modules.ts';

/** The API of this plugin for other plugins (`plugin.api`). */
export interface MarkdownApi {
	/** The code blocks with types of all compiled pages, by the address of their types. */
	typed(): ReadonlyMap<string, CodeBlock>;
	/** All pages in plain Markdown. */
	exported(): { page: PageInfo; text: string }[];
	/** Compiles all pages. */
	compiled(): Promise<{ page: PageInfo; compiled: CompiledPage }[]>;
}

/** The API of the Markdown plugin, for a plugin with the given name that depends on it. */
export function markdownApi(plugins: readonly Plugin[], user: string): MarkdownApi {
	const found = plugins.find(({ name }) => name === 'wirelab:markdown');
	if (!found) throw new Error(`${user} requires wirelab:markdown`);
	return found.api as MarkdownApi;
}

interface MarkdownOptions {
	/** Public address of the site, without a trailing slash. */
	url?: string | null;
	/** Web address of the repository, without a trailing slash. */
	repository?: string | null;
}

/**
 * Compiles `content/**\/*.md` to Svelte source, lists the pages as `virtual:wirelab/pages` and imports
 * them in `virtual:wirelab/contents`. Must precede SvelteKit's plugins, whose Svelte compiler
 * compiles the result.
 */
export function markdown({ url = null, repository = null }: MarkdownOptions = {}): Plugin {
	let project: Project;
	let site: Site;
	let development: Development;
	let isBuild = true;

	/** Whether modules have blanks instead of the text, which is in the server's HTML. */
	const isBlank = ({ config }: Environment) => isBuild && config.consumer === 'client';

	return {
		name: 'wirelab:markdown',
		enforce: 'pre',
		api: {
			typed: () => site.typed,
			exported: () => site.exportedPages(),
			compiled: () => site.compiledPages()
		} satisfies MarkdownApi,

		config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [scanPlugin] } } }),

		configResolved({ root, command }) {
			project = openProject(root);
			isBuild = command === 'build';
			const cache = new DiskCache<CompiledPage>(project, 'pages');
			site = new Site({ project, url, repository, isBuild, cache });
			development = new Development(root, site);
		},

		async buildStart() {
			site.forgetPages();
			if (isBuild) await site.compileAll();
		},

		configureServer: (server) => development.reportDiagrams(server),
		watchChange: () => site.forgetCompiled(),
		resolveId: (id) => resolveVirtual(id, project.root),

		async load(id) {
			const blank = isBlank(this.environment);
			if (id === resolvedPagesId) return pagesModule(blank ? [] : site.pages());
			if (id !== resolvedContentsId(project.root)) return;
			return contentsModule(blank ? await site.livePages() : site.pages());
		},

		transform: {
			filter: { id: /\.md$/ },
			async handler(source, id) {
				const file = contentFile(project.root, id);
				if (file === null) return;
				development.compiling(id);
				// Normalized as by `project.read`, so that a build compiles each page once.
				const page = await site.compile(toText(toLines(source)), file);
				const sources = [...page.files, ...page.diagrams.map(({ cache }) => cache)];
				const { consumer } = this.environment.config;
				development.compiled(id, { file, page, sources, consumer });
				// Development watches the whole project anyway. As a dependency of the page, a file of the server
				// would be compiled for the browser.
				if (isBuild) watchFiles(this, project, sources);
				const hot = isBuild ? undefined : file;
				return { code: pageModule(page, { blank: isBlank(this.environment), hot }), map: null };
			}
		},

		hotUpdate(options) {
			const file = contentFile(project.root, options.file);
			const lists = [resolvedPagesId, resolvedContentsId(project.root)];
			return development.update(options, this.environment, { file, lists });
		}
	};
}

/** Makes the page that is compiled depend on those of its sources that exist. */
function watchFiles(
	context: { addWatchFile(path: string): void },
	project: Project,
	sources: readonly string[]
): void {
	for (const path of sources) {
		if (project.exists(path)) context.addWatchFile(join(project.root, path));
	}
}

/** The path of a page relative to the project; null for any other file. */
function contentFile(root: string, path: string): string | null {
	const file = relative(root, path).split(sep).join('/');
	return file.startsWith(`${contentFolder}/`) && file.endsWith('.md') ? file : null;
}
