import type { Plugin } from 'vite';
import { openProject } from '../markdown/project.ts';
import { markdownApi, type MarkdownApi } from '../markdown/vite.ts';
import { createHoverStore, type HoverStore } from './store.ts';
import { startTypeProcess, type TypeProcess } from './type-process.ts';

/**
 * Serves the types of printed code at the address in each block's figure: computed on request in
 * development, written as files in a build.
 */
export function hovers(): Plugin {
	let root = '';
	let typed: MarkdownApi['typed'];
	let store: HoverStore;
	let typeProcess: TypeProcess | null = null;
	const start = (): TypeProcess => (typeProcess ??= startTypeProcess(root));

	return {
		name: 'wirelab:hovers',

		configResolved(config) {
			({ root } = config);
			({ typed } = markdownApi(config.plugins, 'wirelab:hovers'));
			const { logger, command } = config;
			const report = (what: string) => command === 'build' && logger.info(what);
			store = createHoverStore(openProject(root), start, report);
		},

		buildStart() {
			const { name, mode } = this.environment;
			// TypeScript loads the project during the rest of the build.
			if (name === 'client' && mode === 'build' && store.isStale()) start();
		},

		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const block = typed().get(request.url ?? '');
				if (!block) return next();
				store
					.read([block])
					.then(([json]) => {
						response.setHeader('content-type', 'application/json');
						response.end(json);
					})
					.catch(next);
			});
		},

		async generateBundle() {
			if (this.environment.name !== 'client') return;
			const all = await store.read([...typed().values()]);
			for (const [i, address] of [...typed().keys()].entries()) {
				this.emitFile({ type: 'asset', fileName: address.slice(1), source: all[i] ?? '' });
			}
		},

		async closeBundle() {
			await typeProcess?.close();
			typeProcess = null;
		}
	};
}
