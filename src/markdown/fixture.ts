import { factsFile } from './fact.ts';
import type { Project } from './project.ts';
import { trapsFile } from './traps.ts';

const defaults: Record<string, string> = {
	[factsFile]: '',
	[trapsFile]: 'S1: [fatal, 落ちてしまう]'
};

/** A project in memory, for specs; the trap S1 is known. */
export function projectOf(files: Record<string, string>): Project {
	const paths = Object.keys({ ...defaults, ...files });
	return {
		root: '/project',
		read: (path) => files[path] ?? defaults[path] ?? null,
		lastChange: () => null,
		exists: (path) => paths.some((known) => known === path || known.startsWith(withSlash(path))),
		list(path) {
			const folder = withSlash(path);
			const below = paths.filter((known) => known.startsWith(folder));
			const names = below.map((known) => /^[^/]+\/?/.exec(known.slice(folder.length))?.[0] ?? '');
			return [...new Set(names)].sort();
		}
	};
}

function withSlash(path: string): string {
	return path.endsWith('/') ? path : `${path}/`;
}

/** A page's source with valid front matter. The body begins on line 5. */
export function pageOf(body: string): string {
	return `---\ntitle: 題名\ndescription: 説明\n---\n${body}`;
}

/** The message of the error that a function throws; empty if it throws none. */
export function thrown(run: () => unknown): string {
	try {
		run();
		return '';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
