import type { CompileResult } from 'svelte/compiler';
import type { Environment, Plugin } from 'vite';
import { DiskCache, fingerprintOf } from '../markdown/disk-cache.ts';
import { openProject } from '../markdown/project.ts';

// The types of Svelte's plugin for Vite, which it does not export.
interface Request {
	id: string;
	cssId: string;
	filename: string;
	normalizedFilename: string;
	ssr: boolean;
	raw: boolean;
	/** When the request was parsed; no result depends on it. */
	timestamp: number;
}
interface Options {
	compilerOptions?: object;
	emitCss?: boolean;
	dynamicCompileOptions?: unknown;
}
interface Compiled {
	compiled: Pick<CompileResult, 'js' | 'css' | 'warnings'>;
}
export type CompileSvelte = (
	request: Request,
	code: string,
	options: Options,
	environment: Environment,
	sourcemap?: unknown
) => Promise<Compiled>;

interface Stored {
	/** The fingerprint of what was compiled, and how. */
	fingerprint: string;
	/** The result as JSON. */
	json: string;
}
type SvelteCache = DiskCache<Stored>;

/**
 * Keeps compiled components and pages for the next build, since Svelte's plugin for Vite has no cache. Has to follow
 * `sveltekit()`.
 */
export function svelteCache(): Plugin {
	let cache: SvelteCache | null = null;

	return {
		name: 'wirelab:svelte-cache',
		apply: 'build',
		enforce: 'pre',
		configResolved: {
			// Svelte's plugin creates its compiler in a hook with this order, and reads it in one with the default order.
			order: 'pre',
			handler({ root, plugins, build }) {
				// A cached result has no source map.
				if (build.sourcemap) return;
				const found = plugins.find(({ name }) => name === 'vite-plugin-svelte:config');
				const api = found?.api as { compileSvelte?: CompileSvelte } | undefined;
				if (!api?.compileSvelte) throw new Error('wirelab:svelte-cache has to follow sveltekit()');
				const project = openProject(root);
				cache = new DiskCache(project, 'svelte');
				api.compileSvelte = cachedCompiler(api.compileSvelte, cache, root);
			}
		},
		buildStart() {
			// Once per build is enough: the server and the browser are built in turn, each with its own copy of this plugin.
			if (this.environment.name === 'ssr') cache?.prune('');
		}
	};
}

/**
 * A compiler that uses results of earlier builds. Results with warnings are not kept, so that every build
 * reports them.
 */
export function cachedCompiler(
	compile: CompileSvelte,
	cache: SvelteCache,
	root: string
): CompileSvelte {
	return async (request, code, options, environment, sourcemap) => {
		// A result with dynamic options may depend on anything.
		if (options.dynamicCompileOptions !== undefined) {
			return compile(request, code, options, environment, sourcemap);
		}
		const { compilerOptions, emitCss } = options;
		const inputs = [{ ...request, timestamp: 0 }, code, compilerOptions, emitCss];
		const fingerprint = fingerprintOf(JSON.stringify(inputs, functionsAsText));
		const name = `${request.id} ${request.ssr ? 'server' : 'browser'}`;
		const known = cache.get(name, '');
		if (known?.fingerprint === fingerprint) return JSON.parse(known.json) as Compiled;
		const result = await compile(request, code, options, environment, sourcemap);
		if (result.compiled.warnings.length === 0) {
			// So that `prune` deletes the result once its source file no longer exists.
			const lookups = { [`exists ${request.filename.slice(root.length + 1)}`]: 'true' };
			cache.set(name, '', { fingerprint, json: JSON.stringify(result, withoutMaps) }, lookups);
		}
		return result;
	};
}

const functionsAsText = (_: string, value: unknown): unknown =>
	typeof value === 'function' ? String(value) : value;

const withoutMaps = (key: string, value: unknown): unknown => (key === 'map' ? null : value);
