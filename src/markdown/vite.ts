import { relative, sep } from 'node:path';
import type { EnvironmentModuleNode, Plugin } from 'vite';
import { compilePage } from './compile.ts';
import { factsFile } from './fact.ts';
import { checkLinks } from './links.ts';
import { checkMarkup, pageModule } from './page-module.ts';
import { contentFolder, readOutlines, type Outline } from './pages.ts';
import { openProject, type Project } from './project.ts';
import { linkTargets } from './targets.ts';

const virtualId = 'virtual:wirelab/pages';
const resolvedId = `\0${virtualId}`;

/**
 * Turns `content/**\/*.md` into Svelte source, and lists the pages as `virtual:wirelab/pages`.
 * Stands before SvelteKit's plugins, whose Svelte compiler takes over from there.
 */
export function markdown(): Plugin[] {
	let project: Project;
	let building = true;
	let outlines: Outline[] | null = null;
	const pages = () => (outlines ??= readOutlines(project));
	const contentFile = (id: string): string | null => {
		const file = relative(project.root, id).split(sep).join('/');
		return file.startsWith(`${contentFolder}/`) && file.endsWith('.md') ? file : null;
	};

	return [
		{
			name: 'wirelab:markdown',
			enforce: 'pre',

			configResolved({ root, command }) {
				project = openProject(root);
				building = command === 'build';
			},

			buildStart() {
				outlines = null;
			},

			resolveId(id) {
				return id === virtualId ? resolvedId : undefined;
			},

			load(id) {
				if (id !== resolvedId) return;
				const blank = building && this.environment.config.consumer === 'client';
				const list = blank ? [] : pages().map(({ page }) => page);
				return `export const pages = ${JSON.stringify(list)};`;
			},

			transform: {
				filter: { id: /\.md$/ },
				async handler(source, id) {
					const file = contentFile(id);
					if (file === null) return;
					const outline = pages().find(({ page }) => page.file === file);
					if (!outline) throw new Error(`${file} is not in the content tree`);
					const { lang } = outline.page;
					const page = await compilePage(source, { project, file, lang, live: !building });
					checkLinks(outline.page, page.links, linkTargets(project, pages()));
					// Takes as long as all the rest: a build and the lint are soon enough.
					if (building) checkMarkup(page, file);
					for (const path of [...page.files, ...page.diagrams.map(({ cache }) => cache)]) {
						if (project.exists(path)) this.addWatchFile(`${project.root}/${path}`);
					}
					const blank = building && this.environment.config.consumer === 'client';
					return { code: pageModule(page, { blank }), map: null };
				}
			},

			hotUpdate({ file, modules }) {
				if (contentFile(file) === null && !file.endsWith(factsFile)) return;
				outlines = null;
				const list = this.environment.moduleGraph.getModuleById(resolvedId);
				if (list) this.environment.moduleGraph.invalidateModule(list);
				const affected: EnvironmentModuleNode[] = list ? [...modules, list] : modules;
				return affected;
			}
		}
	];
}
