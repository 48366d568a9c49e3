import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Plugin } from 'vite';
import { exampleNames, projectOf, type Sources } from './project.ts';

/** Of every file in the archives: they are to be the same whenever they are made of the same. */
const epoch = new Date('2026-01-01T00:00:00Z');

/** Offers every example as a project of its own at `/examples/<name>.zip`. */
export function downloads(): Plugin {
	let sources: Sources;
	return {
		name: 'wirelab:downloads',
		configResolved({ root }) {
			sources = sourcesBelow(root);
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

/** The project as a zip file, in a folder of its own. */
function archive(name: string, sources: Sources): Uint8Array {
	const files = [...projectOf(name, sources)].map(
		([path, text]) => [`wirelab-${name}/${path}`, strToU8(text)] as const
	);
	return zipSync(Object.fromEntries(files), { mtime: epoch });
}

function sourcesBelow(root: string): Sources {
	return {
		read(path) {
			const file = join(root, path);
			return existsSync(file) ? readFileSync(file, 'utf8') : null;
		},
		walk(folder) {
			const at = join(root, folder);
			if (!existsSync(at)) return [];
			return readdirSync(at, { withFileTypes: true, recursive: true })
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
				.sort();
		}
	};
}
