import { factsFile } from './fact.ts';
import type { Project } from './project.ts';

/** A project made of texts, for specs. */
export function projectOf(files: Record<string, string>): Project {
	const paths = Object.keys({ [factsFile]: '', ...files });
	return {
		root: '/project',
		read: (path) => files[path] ?? (path === factsFile ? '' : null),
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

/** A page's source: front matter that is in order, and the body. The body begins on line 5. */
export function pageOf(body: string): string {
	return `---\ntitle: 題名\ndescription: 説明\n---\n${body}`;
}

/** What a function throws, in one line; empty where it throws nothing. */
export function thrown(run: () => unknown): string {
	try {
		run();
		return '';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
