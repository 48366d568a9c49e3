import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
	let api: MarkdownApi;
	let store: HoverStore;
	let typeProcess: TypeProcess | null = null;
	let files: Promise<Map<string, string>> | null = null;
	const start = (): TypeProcess => (typeProcess ??= startTypeProcess(root));

	/** The types of all printed blocks, by their addresses. */
	async function readAll(): Promise<Map<string, string>> {
		await api.compiled();
		const typed = [...api.typed()];
		const all = await store.read(typed.map(([, block]) => block));
		return new Map(typed.map(([address], i) => [address, all[i] ?? '']));
	}

	return {
		name: 'wirelab:hovers',

		configResolved(config) {
			({ root } = config);
			api = markdownApi(config.plugins, 'wirelab:hovers');
			const { logger, command } = config;
			const report = (what: string) => command === 'build' && logger.info(what);
			store = createHoverStore(openProject(root), start, report);
		},

		buildStart() {
			const { name, mode } = this.environment;
			if (name !== 'ssr' || mode !== 'build') return;
			store.prune();
			// TypeScript runs in parallel with the build. SvelteKit builds the server first, and the client from a
			// second copy of this plugin, in `writeBundle`.
			files = readAll();
			// `writeBundle` reports a rejection, unless the build fails first.
			files.catch(() => undefined);
		},

		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const block = api.typed().get(request.url ?? '');
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

		writeBundle: {
			order: 'post',
			sequential: true,
			async handler({ dir = '' }) {
				for (const [address, json] of (await files) ?? []) {
					const file = join(dir, '../client', address);
					mkdirSync(dirname(file), { recursive: true });
					writeFileSync(file, json);
				}
			}
		},

		async closeBundle() {
			await typeProcess?.close();
			typeProcess = null;
		}
	};
}
