import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Folders that are not copied; `node_modules` is linked instead. */
const excluded = ['node_modules', 'build', '.git', 'test-results', 'coverage'];

/** Whether a program that treats the path as a glob pattern would match something else. */
export function hasGlobCharacters(path: string): boolean {
	return /[()[\]{}*?!+@]/.test(path);
}

/**
 * Copies a project to a temporary folder without special characters, calls `callback` with its path, and
 * removes it. The copy links to the installed packages of the project.
 *
 * @param root absolute path of the project
 * @returns the result of `callback`
 */
export function withCopy<T>(root: string, callback: (copy: string) => T): T {
	const copy = realpathSync(mkdtempSync(join(tmpdir(), 'wirelab-')));
	try {
		cpSync(root, copy, {
			recursive: true,
			filter: (file) => !excluded.includes(relative(root, file))
		});
		// A junction needs no privilege on Windows; elsewhere the type is ignored.
		symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
		return callback(copy);
	} finally {
		rmSync(copy, { recursive: true });
	}
}
