import type { Plugin } from 'vite';
import { openProject, type Project } from '../markdown/project.ts';
import { archive } from './archive.ts';
import { exampleNames } from './project.ts';

/** Provides every example as a separate project at `/examples/<name>.zip`, in development and in the build. */
export function downloads(): Plugin {
	let sources: Project;
	return {
		name: 'wirelab:downloads',
		configResolved({ root }) {
			sources = openProject(root);
		},
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const name = /^\/examples\/([a-z0-9-]+)\.zip$/.exec(request.url ?? '')?.[1];
				if (name === undefined || !exampleNames(sources).includes(name)) return next();
				response.setHeader('content-type', 'application/zip');
				response.end(archive(name, sources));
			});
		},
		generateBundle() {
			if (this.environment.name !== 'client') return;
			for (const name of exampleNames(sources)) {
				const fileName = `examples/${name}.zip`;
				this.emitFile({ type: 'asset', fileName, source: archive(name, sources) });
			}
		}
	};
}
