import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { lastChanges } from './git.ts';

/** Read access to the text files of the project. */
export interface Project {
	/** Absolute path of the project. */
	root: string;
	/** Text of a file with LF line ends, by its path relative to the root; null if there is none. */
	read(path: string): string | null;
	exists(path: string): boolean;
	/** Sorted names in a folder; folders end with a slash. Empty if there is no folder. */
	list(path: string): string[];
	/** Time of the last commit of a file of `content/` in ISO 8601; null without the whole history. */
	lastChange(path: string): string | null;
}

/** Paths of the files in a folder, which ends with a slash, and in its subfolders. */
export function filesIn(project: Pick<Project, 'list'>, folder: string): string[] {
	return project
		.list(folder)
		.flatMap((name) => (name.endsWith('/') ? filesIn(project, folder + name) : [folder + name]));
}

export function openProject(root: string): Project {
	const inside = (path: string): string | null => {
		const clean = normalize(path);
		return clean.startsWith('..') || clean.startsWith('/') ? null : join(root, clean);
	};
	let changes: ReadonlyMap<string, string> | undefined;
	return {
		root,
		read(path) {
			const file = inside(path);
			if (file === null || !existsSync(file)) return null;
			// Checkouts may have CRLF line ends, and some editors write a byte order mark.
			return readFileSync(file, 'utf8')
				.replace(/^\uFEFF/, '')
				.replace(/\r\n?/g, '\n');
		},
		exists(path) {
			const file = inside(path);
			return file !== null && existsSync(file);
		},
		list(path) {
			const folder = inside(path);
			if (folder === null || !existsSync(folder)) return [];
			return readdirSync(folder, { withFileTypes: true })
				.filter((entry) => entry.isDirectory() || entry.isFile())
				.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
				.sort();
		},
		lastChange: (path) => (changes ??= lastChanges(root, 'content')).get(path) ?? null
	};
}
