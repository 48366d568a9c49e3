import type { Plugin } from 'vite';
import { markdownApi, type MarkdownApi } from '../markdown/vite.ts';
import { llmsFullTxt, llmsTxt, markdownPath } from './llms.ts';

/**
 * Serves every page as plain Markdown at `<page>index.md`, the list of pages at `/llms.txt` and all of them
 * at `/llms-full.txt`: on request in development, as files in a build.
 * @param options.url public address of the site, without a trailing slash
 */
export function plainPages({ url }: { url: string | null }): Plugin {
	let api: MarkdownApi;

	/** The text of each file by its path. */
	function files(): Map<string, string> {
		const pages = api.exported();
		const japanese = pages.filter(({ page }) => page.lang === 'ja');
		return new Map([
			...pages.map(({ page, text }) => [markdownPath(page), text] as const),
			['/llms.txt', llmsTxt(japanese, url ?? '')],
			['/llms-full.txt', llmsFullTxt(japanese)]
		]);
	}

	return {
		name: 'wirelab:plain-pages',

		configResolved({ plugins }) {
			api = markdownApi(plugins, 'wirelab:plain-pages');
		},

		configureServer({ middlewares }) {
			middlewares.use((request, response, next) => {
				const [path = ''] = (request.url ?? '').split('?');
				if (!/\/(index\.md|llms(-full)?\.txt)$/.test(path)) return next();
				const text = files().get(path);
				if (text === undefined) return next();
				response.end(request.method === 'HEAD' ? undefined : text);
			});
		},

		generateBundle() {
			if (this.environment.name !== 'client') return;
			for (const [path, source] of files()) {
				this.emitFile({ type: 'asset', fileName: path.slice(1), source });
			}
		}
	};
}
