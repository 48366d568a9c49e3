import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Not needed to read the sources; `node_modules` is linked instead. */
const leftOut = ['node_modules', 'build', '.git', 'test-results', 'coverage'];

/** Whether a program that takes the path for a glob pattern would match something else. */
export function hasGlobCharacters(path: string): boolean {
	return /[()[\]{}*?!+@]/.test(path);
}

/**
 * Copies a project to a temporary folder without special characters, calls `use` with its path, and
 * removes it. The packages are those of the project itself.
 *
 * @param root absolute path of the project
 * @returns what `use` returns
 */
export function withCopy<T>(root: string, use: (copy: string) => T): T {
	const copy = realpathSync(mkdtempSync(join(tmpdir(), 'wirelab-')));
	try {
		cpSync(root, copy, {
			recursive: true,
			filter: (file) => !leftOut.includes(relative(root, file))
		});
		// A junction needs no privilege on Windows; elsewhere the type is ignored.
		symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
		return use(copy);
	} finally {
		rmSync(copy, { recursive: true });
	}
}
