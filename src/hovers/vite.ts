import type { Plugin } from 'vite';
import { highlight } from '../markdown/highlight.ts';
import type { MarkdownApi } from '../markdown/vite.ts';
import { startTypeProcess, type TypeProcess } from './type-process.ts';
import type { Hovers } from './types.ts';

/**
 * Serves the types of printed code at the address in each block's figure: computed on request in
 * development, written as files in a build.
 */
export function hovers(): Plugin {
	let root = '';
	let typed: MarkdownApi['typed'];
	let typeProcess: TypeProcess | null = null;
	const start = (): TypeProcess => (typeProcess ??= startTypeProcess(root));

	return {
		name: 'wirelab:hovers',

		configResolved(config) {
			({ root } = config);
			const markdown = config.plugins.find(({ name }) => name === 'wirelab:markdown');
			if (!markdown) throw new Error('wirelab:hovers requires wirelab:markdown');
			({ typed } = markdown.api as MarkdownApi);
		},

		buildStart() {
			// TypeScript loads the project during the rest of the build.
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
						response.end(found && (await hoversJson(found)));
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
				this.emitFile({
					type: 'asset',
					fileName: address.slice(1),
					source: await hoversJson(found)
				});
			}
		},

		async closeBundle() {
			await typeProcess?.close();
			typeProcess = null;
		}
	};
}

/** As JSON, with the types highlighted like code. */
async function hoversJson({ texts, marks }: Hovers): Promise<string> {
	const lines = await Promise.all(texts.map((text) => highlight(text, 'ts')));
	return JSON.stringify({ texts: lines.map((text) => text.join('\n')), marks });
}
