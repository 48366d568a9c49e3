import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sources } from './project.ts';

/** The files of a repository on disk. */
export function sourcesBelow(root: string): Sources {
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
