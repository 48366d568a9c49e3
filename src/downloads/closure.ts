import { posix } from 'node:path';
import ts from 'typescript';

/** The files of this project and the packages that a set of files imports, directly or not. */
interface Closure {
	/** Paths from the root, the given ones included, sorted. */
	files: string[];
	/** Names of npm packages, sorted. */
	packages: string[];
}

const libPrefix = '$lib/';

/** Modules that SvelteKit and Node provide. */
const builtIn = /^(node:|\$app\/|\$env\/|\.\/\$types$)/;

/**
 * Follows the imports of `entries`, including types, because the files will be type-checked.
 * @throws Error for an import of a file that does not exist
 */
export function closureOf(
	entries: readonly string[],
	read: (path: string) => string | null
): Closure {
	const files = new Set<string>();
	const packages = new Set<string>();
	const queue = [...entries];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (files.has(path)) continue;
		const text = read(path);
		if (text === null) throw new Error(`there is no file ${path}`);
		files.add(path);
		for (const specifier of importsOf(path, text)) {
			if (builtIn.test(specifier)) continue;
			if (specifier.startsWith('.')) queue.push(posix.join(posix.dirname(path), specifier));
			else if (specifier.startsWith(libPrefix))
				queue.push(`src/lib/${specifier.slice(libPrefix.length)}`);
			else packages.add(packageOf(specifier));
		}
	}
	return { files: [...files].sort(), packages: [...packages].sort() };
}

/** The specifiers that a module imports, without Vite's queries. */
function importsOf(path: string, text: string): string[] {
	return scriptsOf(path, text).flatMap((script) =>
		ts.preProcessFile(script).importedFiles.map(({ fileName }) => fileName.replace(/\?.*$/, ''))
	);
}

function scriptsOf(path: string, text: string): string[] {
	if (/\.[jt]s$/.test(path)) return [text];
	if (!path.endsWith('.svelte')) return [];
	return [...text.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, script = '']) => script);
}

function packageOf(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
