import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const interfaceVersion = 2;

/**
 * The path that an import or a pattern of `import.meta.glob` names, for eslint-plugin-boundaries.
 * Imports of files are complete paths, so no file has to be looked for. Any import without `$lib/`, `.` or `/` at its
 * beginning names a package, a virtual module or a module of Node.
 *
 * @param {string} source @param {string} file absolute path of the importing file
 * @returns {{ found: boolean, path?: string | null }} `path` is null for a module of Node
 */
export function resolve(source, file) {
	const path = source.replace(/\?.*$/, '');
	if (path.startsWith('$lib/')) return { found: true, path: join(root, 'src/lib', path.slice(5)) };
	if (path.startsWith('.')) return { found: true, path: join(dirname(file), path) };
	if (path.startsWith('/')) return { found: true, path: join(root, path) };
	return isBuiltin(path) ? { found: true, path: null } : { found: false };
}
