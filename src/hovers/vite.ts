import type { Plugin } from 'vite';
import { highlight } from '../markdown/highlight.ts';
import type { MarkdownApi } from '../markdown/vite.ts';
import { startAsking, type Asker } from './ask.ts';
import type { Hovers } from './types.ts';

/**
 * Serves the types of what pages print, each block's at the address that its figure names: made
 * when asked for in development, written once in a build.
 */
export function hovers(): Plugin {
	let root = '';
	let typed: MarkdownApi['typed'];
	let asker: Asker | null = null;
	const start = (): Asker => (asker ??= startAsking(root));

	return {
		name: 'wirelab:hovers',

		configResolved(config) {
			({ root } = config);
			const markdown = config.plugins.find(({ name }) => name === 'wirelab:markdown');
			if (!markdown) throw new Error('wirelab:hovers requires wirelab:markdown');
			({ typed } = markdown.api as MarkdownApi);
		},

		buildStart() {
			// It learns the project while the rest is built.
			if (this.environment.name === 'client' && this.environment.mode === 'build') start();
		},

		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const block = typed().get(request.url ?? '');
				if (!block) return next();
				start()
					.ask([block])
					.then(async ([found]) => {
						response.setHeader('content-type', 'application/json');
						response.end(found && (await written(found)));
					})
					.catch(next);
			});
		},

		async generateBundle() {
			if (this.environment.name !== 'client') return;
			const all = await start().ask([...typed().values()]);
			for (const [i, address] of [...typed().keys()].entries()) {
				const found = all[i];
				if (!found) continue;
				this.emitFile({ type: 'asset', fileName: address.slice(1), source: await written(found) });
			}
		},

		async closeBundle() {
			await asker?.close();
			asker = null;
		}
	};
}

/** As JSON, with the types highlighted like the code that they explain. */
async function written({ texts, marks }: Hovers): Promise<string> {
	const lines = await Promise.all(texts.map((text) => highlight(text, 'ts')));
	return JSON.stringify({ texts: lines.map((text) => text.join('\n')), marks });
}
