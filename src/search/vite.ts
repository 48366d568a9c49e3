import type { Plugin } from 'vite';
import { fillSlots } from '../markdown/slots.ts';
import { languages, type Language } from '../markdown/types.ts';
import { markdownApi, type MarkdownApi } from '../markdown/vite.ts';
import { sectionsOf } from './sections.ts';
import type { SearchPage } from './types.ts';

/** Serves the search index at `/search/<language>.json`: on request in development, as files in a build. */
export function search(): Plugin {
	let api: MarkdownApi;

	async function pagesIn(wanted: Language): Promise<string> {
		const pages = (await api.compiled())
			.filter(({ page }) => page.lang === wanted)
			.map(({ page, compiled }): SearchPage => {
				const { path, title, description } = page;
				return {
					path,
					title,
					sections: sectionsOf(fillSlots(compiled.html, compiled.slots), description)
				};
			});
		return JSON.stringify(pages);
	}

	return {
		name: 'wirelab:search',

		configResolved({ plugins }) {
			api = markdownApi(plugins, 'wirelab:search');
		},

		configureServer({ middlewares }) {
			middlewares.use((request, response, next) => {
				const name = /^\/search\/([a-z]+)\.json$/.exec(request.url ?? '')?.[1];
				const lang = languages.find((known) => known === name);
				if (!lang) return next();
				pagesIn(lang).then((json) => {
					response.setHeader('content-type', 'application/json');
					response.end(json);
				}, next);
			});
		},

		async generateBundle() {
			if (this.environment.name !== 'client') return;
			const used = new Set((await api.compiled()).map(({ page }) => page.lang));
			for (const lang of used) {
				const source = await pagesIn(lang);
				this.emitFile({ type: 'asset', fileName: `search/${lang}.json`, source });
			}
		}
	};
}
